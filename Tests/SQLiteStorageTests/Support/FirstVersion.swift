// SPDX-License-Identifier: Apache-2.0

/// What makes a database of the present version one of the first again, with the users and sessions that it has.
let returningToFirstVersion =
    """
    DROP TABLE lineage; DROP INDEX rate_windows_by_begin; DROP TABLE audit; DROP TABLE answers;
    DROP TABLE user_changes; DROP TRIGGER sessions_after_update; DROP TRIGGER sessions_after_delete;
    DROP TRIGGER users_after_update; DROP TRIGGER users_after_delete; DROP TRIGGER user_roles_after_insert;
    DROP TRIGGER user_roles_after_update; DROP TRIGGER user_roles_after_delete;
    DELETE FROM grdb_migrations WHERE identifier <> '1';
    """ + (1...5).map { "DROP TRIGGER progress_\($0);" }.joined()
