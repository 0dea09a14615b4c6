using System.Buffers;
using System.Buffers.Binary;
using StateGen.Checkpoints;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>
/// Reads a <see cref="BlockFile"/>. Its bytes need not be trusted: memory is taken only for bytes that have arrived, and whatever is not the
/// format is a <see cref="CheckpointDamagedException"/> that names the file.
/// </summary>
internal sealed class BlockFileReader
{
    private const int FirstRead = 64 * 1024;

    private readonly string _name;
    private readonly Stream _stream;
    private readonly StateStoreOptions _options;
    private byte[] _buffer = [];

    private BlockFileReader(string name, Stream stream, StateStoreOptions options)
    {
        _name = name;
        _stream = stream;
        _options = options;
    }

    /// <summary>Hands every block whose key group the store owns to a handler, in order.</summary>
    /// <param name="files">The files of the snapshot.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="options">The options of the store.</param>
    /// <param name="handler">Takes the blocks.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task ReadAsync(
        IStateFiles files, string name, StateStoreOptions options, BlockHandler handler, CancellationToken cancellationToken)
    {
        if (!files.Names.Contains(name, StringComparer.Ordinal))
            throw new CheckpointDamagedException(name, "a file of the snapshot", "no such file");
        var stream = await files.OpenReadAsync(name, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            await new BlockFileReader(name, stream, options).ReadAsync(handler, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(BlockHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            await ReadStartAsync(cancellationToken).ConfigureAwait(false);
            while (await ReadBlockAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } block)
                Handle(block.Span, handler);
            await RequireEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EndOfStreamException or SerializationFormatException)
        {
            throw new CheckpointDamagedException(_name, "blocks of state entries", exception.Message, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private void Handle(ReadOnlySpan<byte> block, BlockHandler handler)
    {
        var reader = new MessagePackReader(block);
        var header = new BlockHeader(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
        if (header.KeyGroup < 0 || header.KeyGroup >= _options.MaxParallelism)
            throw new SerializationFormatException($"A block has the key group {header.KeyGroup} of {_options.MaxParallelism}.");
        if (!_options.KeyGroups.Contains(header.KeyGroup))
            return;
        if (handler(header, ref reader) && !reader.AtEnd)
            throw new SerializationFormatException($"A block has {block.Length - reader.Position} bytes behind its last entry.");
    }

    private async Task ReadStartAsync(CancellationToken cancellationToken)
    {
        var start = await ReadAsync(BlockFile.Magic.Length + 1, cancellationToken).ConfigureAwait(false);
        if (!start.Span.StartsWith(BlockFile.Magic))
            throw new SerializationFormatException("The file does not start as a state file does.");
        var version = start.Span[BlockFile.Magic.Length];
        if (version != BlockFile.Version)
            throw new CheckpointFormatException($"The state file '{_name}' has format version {version}; this version of StateGen reads {BlockFile.Version}. Restore it with the version that wrote it.");
    }

    /// <summary>The content of the next block; empty at the end of the file.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var prefix = await ReadAsync(sizeof(uint), cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix.Span);
        if (length < 0)
            throw new SerializationFormatException($"A block has the impossible length {(uint)length}.");
        return await ReadAsync(length, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int length, CancellationToken cancellationToken)
    {
        for (var read = 0; read < length;)
        {
            EnsureCapacity(read, length);
            var count = Math.Min(length, _buffer.Length) - read;
            await _stream.ReadExactlyAsync(_buffer.AsMemory(read, count), cancellationToken).ConfigureAwait(false);
            read += count;
        }

        return _buffer.AsMemory(0, length);
    }

    private void EnsureCapacity(int read, int length)
    {
        if (read < _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, Math.Max(FirstRead, read * 2L)));
        _buffer.AsSpan(0, read).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private async Task RequireEndAsync(CancellationToken cancellationToken)
    {
        if (await _stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
            throw new SerializationFormatException("Bytes follow the end of the file.");
    }
}
