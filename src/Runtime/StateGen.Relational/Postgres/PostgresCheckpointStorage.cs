using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>
/// Stores checkpoints in tables of a PostgreSQL database. Several jobs share the tables; each has its own root. A file appears when a row names its content; a
/// commit is the insertion of a row whose primary key is the root and the path. Requests are repeated when a connection breaks. Thread-safe.
/// </summary>
public sealed class PostgresCheckpointStorage : ICheckpointStorage
{
    /// <summary>The schema that holds the tables unless another one is named.</summary>
    public const string DefaultSchema = "stategen";

    private const int PartLength = 1024 * 1024;
    private const int ParallelUploads = 3;
    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly string _root;
    private readonly PostgresDatabase _database;
    private readonly PostgresTables _tables;

    private PostgresCheckpointStorage(NpgsqlDataSource source, string root, string schema, bool ownsSource)
    {
        (_source, _ownsSource, _root) = (source, ownsSource, root);
        Location = PostgresCheckpoints.LocationOf(new(source.ConnectionString), root);
        _database = new(source, Location);
        _tables = new(_database, schema);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Opens the storage of a job. The schema and the tables are created if they are missing.</summary>
    /// <param name="source">The database, with the credentials, encryption and time limits that the data source was built with. It stays the caller's.</param>
    /// <param name="root">The name under which the files of the job are kept: a path without a slash at either end; it may be empty.</param>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="cancellationToken">Abandons the opening.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="CheckpointStorageException">The database cannot be reached, refuses the user, or has tables that are not StateGen's.</exception>
    public static Task<PostgresCheckpointStorage> OpenAsync(
        NpgsqlDataSource source, string root = "", string schema = DefaultSchema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OpenAsync(source, root, schema, ownsSource: false, cancellationToken);
    }

    internal static async Task<PostgresCheckpointStorage> OpenAsync(
        NpgsqlDataSource source, string root, string schema, bool ownsSource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentException.ThrowIfNullOrEmpty(schema);
        var storage = new PostgresCheckpointStorage(source, root.Length == 0 ? "" : CheckpointPath.Require(root), schema, ownsSource);
        try
        {
            await storage._tables.CreateAsync(cancellationToken).ConfigureAwait(false);
            await storage.RemoveAbandonedAsync(cancellationToken).ConfigureAwait(false);
            return storage;
        }
        catch
        {
            // Nobody else can dispose the data source that the storage owns.
            storage.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var upload = new ContentUpload(_database, _tables, _root, CheckpointPath.Require(path));
        cancellationToken.ThrowIfCancellationRequested();
        var content = new PartStream(upload.UploadAsync, PartLength, ParallelUploads, cancellationToken);
        try
        {
            await write(content, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await upload.CompleteAsync(content, cancellationToken).ConfigureAwait(false);
            await content.DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
            // The parts that are on their way end first, so that none comes after the deletion.
            var isStarted = content.PartCount > 0;
            await content.DisposeAsync().ConfigureAwait(false);
            if (isStarted)
                await upload.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var file = new NewFile(_root, CheckpointPath.Require(path), ContentUpload.NewId(), content);
        var created = await _database.ChangeAsync("commit", path, () => [file.Insertion(_tables)], cancellationToken).ConfigureAwait(false);
        // A request is repeated when its answer is lost. If it had created the file, the repetition finds its own content.
        return created == 1 || (await FindAsync(path, "commit", cancellationToken).ConfigureAwait(false))?.Id == file.Content;
    }

    /// <inheritdoc/>
    public async Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var content = await FindAsync(CheckpointPath.Require(path), "read", cancellationToken).ConfigureAwait(false);
        return content is { } found ? new ContentStream(_database, _tables, path, found) : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return _database.RequestAsync("list", prefix, (connection, token) => ListAsync(connection, prefix, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        CheckpointPath.Require(path);
        NpgsqlBatchCommand Deletion() => new(
            $"""
            with deleted as (delete from {_tables.Files} where root = $1 and path = $2 returning content)
            delete from {_tables.Contents} using deleted where id = deleted.content
            """)
        { Parameters = { Text(_root), Text(path) } };
        return _database.ChangeAsync("delete", path, () => [Deletion()], cancellationToken);
    }

    /// <summary>Disposes the data source if the storage was opened by a URI; otherwise it belongs to the caller.</summary>
    public void Dispose()
    {
        if (_ownsSource)
            _source.Dispose();
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    // Of uploads whose process ended. A day is longer than any upload takes.
    private Task<int> RemoveAbandonedAsync(CancellationToken cancellationToken) => _database.ChangeAsync(
        "clean",
        "the tables",
        () =>
        [
            new(
                $"""
                delete from {_tables.Contents} c where root = $1 and started_at < now() - interval '1 day'
                and not exists (select from {_tables.Files} f where f.content = c.id)
                """)
            { Parameters = { Text(_root) } },
        ],
        cancellationToken);

    private Task<StoredContent?> FindAsync(string path, string action, CancellationToken cancellationToken) =>
        _database.RequestAsync(action, path, (connection, token) => FindAsync(connection, path, token), cancellationToken);

    private async Task<StoredContent?> FindAsync(NpgsqlConnection connection, string path, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            $"select f.content, f.parts, p.bytes from {_tables.Files} f join {_tables.Parts} p on p.content = f.content and p.number = 0 "
            + "where f.root = $1 and f.path = $2",
            connection)
        { Parameters = { Text(_root), Text(path) } };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? new(reader.GetGuid(0), reader.GetInt32(1), reader.GetFieldValue<byte[]>(2))
                    : null;
            }
        }
    }

    // A comparison of the first characters takes the prefix as it is; a pattern would need escapes.
    private async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"select path from {_tables.Files} where root = $1 and starts_with(path, $2)", connection)
        {
            Parameters = { Text(_root), Text(prefix) },
        };
        var paths = new List<string>();
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    paths.Add(reader.GetString(0));
            }
        }

        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <summary>A file that is created if its name is free: its row, its content and its one part, by one command.</summary>
    private readonly record struct NewFile(string Root, string Path, Guid Content, ReadOnlyMemory<byte> Bytes)
    {
        public NpgsqlBatchCommand Insertion(PostgresTables tables) => new(
            $"""
            with created as (
                insert into {tables.Files} (root, path, content, parts) values ($1, $2, $3, 1) on conflict (root, path) do nothing returning content),
            stored as (insert into {tables.Contents} (id, root) select content, $1 from created returning id)
            insert into {tables.Parts} (content, number, bytes) select id, 0, $4 from stored
            """)
        {
            Parameters =
            {
                Text(Root), Text(Path), new NpgsqlParameter<Guid> { TypedValue = Content }, new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = Bytes },
            },
        };
    }
}
