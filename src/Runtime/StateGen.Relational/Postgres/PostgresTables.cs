using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>
/// The tables of checkpoint files in a schema of the database. A file is a row that names a content, and the content has its bytes in parts. The comment of the
/// table of files tells that it is ours, and its format.
/// </summary>
internal sealed class PostgresTables
{
    private const string Mark = "Checkpoint files of StateGen, format ";
    private const int Format = 1;
    // The first eight bytes of SHA-256 of "StateGen checkpoint tables"; advisory locks have no names.
    private const long CreationLock = 0x51A7_E6E4_C4EC_4B07;
    private readonly PostgresDatabase _database;
    private readonly string _schema;
    private readonly string _quotedSchema;

    public PostgresTables(PostgresDatabase database, string schema)
    {
        _database = database;
        _schema = schema;
        _quotedSchema = new NpgsqlCommandBuilder().QuoteIdentifier(schema);
        Files = $"{_quotedSchema}.checkpoint_files";
        Contents = $"{_quotedSchema}.checkpoint_contents";
        Parts = $"{_quotedSchema}.checkpoint_parts";
    }

    public string Files { get; }

    public string Contents { get; }

    public string Parts { get; }

    /// <summary>Creates the tables unless they exist.</summary>
    /// <exception cref="CheckpointStorageException">There is a table of the name that is not ours, or is of a later format.</exception>
    public Task CreateAsync(CancellationToken cancellationToken) => _database.RequestAsync(
        "open",
        "the tables",
        async (connection, token) =>
        {
            if (await IsCreatedAsync(connection, token).ConfigureAwait(false))
                return true;
            var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                // Others that create them wait, and then find them.
                await ExecuteAsync(connection, $"select pg_advisory_xact_lock({CreationLock})", token).ConfigureAwait(false);
                if (!await IsCreatedAsync(connection, token).ConfigureAwait(false))
                    await ExecuteAsync(connection, Definition(await HasSchemaAsync(connection, token).ConfigureAwait(false)), token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    private async Task<bool> IsCreatedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var comment = await ScalarAsync(
            connection,
            "select coalesce(obj_description(c.oid, 'pg_class'), '') from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            + "where n.nspname = $1 and c.relname = 'checkpoint_files'",
            cancellationToken).ConfigureAwait(false);
        return comment switch
        {
            null => false,
            $"{Mark}1" => true,
            string text when text.StartsWith(Mark, StringComparison.Ordinal) => throw Refused(
                $"has tables of format {text[Mark.Length..]}, and this version of StateGen reads format {Format}. "
                + "Run the version that wrote them, or a later one."),
            _ => throw Refused(
                $"has a table '{_schema}.checkpoint_files' that StateGen did not create. Name another schema with the setting 'schema', or rename that table."),
        };
    }

    private async Task<bool> HasSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, "select 1 from pg_namespace where nspname = $1", cancellationToken).ConfigureAwait(false) is not null;

    // Contents are not compressed: they are encoded already, and compression would cost the server more than it saves.
    private string Definition(bool hasSchema) =>
        $"""
        {(hasSchema ? "" : $"create schema {_quotedSchema};")}
        create table {Contents} (id uuid primary key, root text not null, started_at timestamptz not null default now());
        create table {Parts} (
            content uuid not null references {Contents} on delete cascade, number integer not null, bytes bytea not null, primary key (content, number));
        alter table {Parts} alter column bytes set storage external;
        create table {Files} (
            root text collate "C" not null, path text collate "C" not null, content uuid not null unique references {Contents}, parts integer not null,
            primary key (root, path));
        comment on table {Files} is '{Mark}{Format}';
        """;

    private async Task<object?> ScalarAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(query, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = _schema } } };
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(statement, connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private CheckpointStorageException Refused(string problem) => new($"The checkpoint storage '{_database.Location}' {problem}") { IsPermanent = true };
}
