using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>The rows of a content that a stream reads.</summary>
internal readonly record struct StoredContent(Guid Id, int Parts, byte[] FirstPart);

/// <summary>Reads the parts of a file one after the other, each by a request of its own, so that a slow reader holds no connection.</summary>
internal sealed class ContentStream(PostgresDatabase database, PostgresTables tables, string path, StoredContent content) : Stream
{
    private byte[] _part = content.FirstPart;
    private int _number;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_position == _part.Length && _number + 1 < content.Parts)
        {
            _part = await FindAsync(_number + 1, cancellationToken).ConfigureAwait(false);
            (_number, _position) = (_number + 1, 0);
        }

        var count = Math.Min(buffer.Length, _part.Length - _position);
        _part.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<byte[]> FindAsync(int number, CancellationToken cancellationToken) =>
        await database.RequestAsync("read", path, (connection, token) => FindAsync(connection, number, token), cancellationToken).ConfigureAwait(false)
        ?? throw new CheckpointStorageException(
            $"The file '{path}' in the checkpoint storage '{database.Location}' was deleted or replaced while it was read.");

    private async Task<byte[]?> FindAsync(NpgsqlConnection connection, int number, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"select bytes from {tables.Parts} where content = $1 and number = $2", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = content.Id }, new NpgsqlParameter<int> { TypedValue = number } },
        };
        await using (command.ConfigureAwait(false))
            return (byte[]?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
