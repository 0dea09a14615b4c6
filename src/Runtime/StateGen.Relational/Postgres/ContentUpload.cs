using System.Security.Cryptography;
using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>
/// Uploads the content of one file in parts, each in a transaction of its own, so that no transaction stays open while the file is written. Nothing is visible
/// until a row of the table of files names the content.
/// </summary>
internal sealed class ContentUpload(PostgresDatabase database, PostgresTables tables, string root, string path)
{
    private const int IdLength = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Guid _content = NewId();

    /// <summary>Draws the id of a content, which no other process draws.</summary>
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(IdLength));

    /// <summary>Uploads a part.</summary>
    public Task UploadAsync(int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        database.ChangeAsync("write", path, () => [NewContent(), NewPart(number, bytes)], cancellationToken);

    /// <summary>Makes the content the file; the one that it replaces is deleted.</summary>
    public async Task CompleteAsync(PartStream content, CancellationToken cancellationToken)
    {
        var isSmall = content.PartCount == 0;
        if (!isSmall)
            await content.CompleteAsync().ConfigureAwait(false);
        NpgsqlBatchCommand[] Commands() => isSmall ? [NewContent(), NewPart(0, content.Rest), NewFile(1)] : [NewFile(content.PartCount)];
        await database.ChangeAsync("write", path, Commands, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes what was uploaded for a file that failed.</summary>
    public async Task AbandonAsync()
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            NpgsqlBatchCommand Deletion() => Command($"delete from {tables.Contents} where id = $1", _content);
            await database.ChangeAsync("delete", path, () => [Deletion()], limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CheckpointStorageException or OperationCanceledException)
        {
            // The failure of the file is the one to report. Nobody sees the parts, and a later opening removes them.
        }
    }

    private NpgsqlBatchCommand NewContent() =>
        Command($"insert into {tables.Contents} (id, root) values ($1, $2) on conflict do nothing", _content, root);

    private NpgsqlBatchCommand NewPart(int number, ReadOnlyMemory<byte> bytes) =>
        Command($"insert into {tables.Parts} (content, number, bytes) values ($1, $2, $3) on conflict do nothing", _content, number, bytes);

    // The second execution after a lost answer finds its own content, and deletes nothing.
    private NpgsqlBatchCommand NewFile(int parts) => Command(
        $"""
        with replaced as (select content from {tables.Files} where root = $1 and path = $2 for update),
        written as (
            insert into {tables.Files} (root, path, content, parts) values ($1, $2, $3, $4)
            on conflict (root, path) do update set content = excluded.content, parts = excluded.parts returning content)
        delete from {tables.Contents} using replaced where id = replaced.content and id <> $3
        """,
        root,
        path,
        _content,
        parts);

    private static NpgsqlBatchCommand Command(string statement, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
