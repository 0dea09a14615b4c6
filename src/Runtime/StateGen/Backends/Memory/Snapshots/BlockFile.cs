using System.Buffers;
using System.Buffers.Binary;
using StateGen.Checkpoints;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

// The format, version 1. Integers of the framing are big-endian; the content of a block is MessagePack.
//   file    = "SGBF" ‖ version (1 byte) ‖ block* ‖ 00 00 00 00
//   block   = length of the content (4 bytes, not 0) ‖ content
//   content = section (string) ‖ key group (integer) ‖ number of entries (integer) ‖ entries
// A section may have any number of blocks per key group. A reader skips the blocks of key groups that it does not own. The table that a section belongs to
// defines the format of its entries.

/// <summary>
/// The blocks of a snapshot file that are not written yet. Each block belongs to one section and one key group. Used by one thread at a time. Dispose it, which
/// returns the buffers to the pool.
/// </summary>
internal sealed class BlockFile : IDisposable
{
    /// <summary>The number of bytes of entries that are collected before a block is appended. It is large enough to make the cost of framing small.</summary>
    public const int TargetBlockLength = 48 * 1024;

    public const byte Version = 1;

    private const int LengthPrefix = sizeof(uint);
    private const int LongestContentHeader = 512;

    private readonly List<ArraySegment<byte>> _blocks = [];

    public static ReadOnlySpan<byte> Magic => "SGBF"u8;

    /// <summary>Writes a file with the sections of several tables. Only the blocks of one key group are in memory at a time.</summary>
    public static async Task WriteAsync(IReadOnlyList<TableSnapshot> tables, Stream stream, CancellationToken cancellationToken)
    {
        byte[] start = [.. Magic, Version];
        await stream.WriteAsync(start, cancellationToken).ConfigureAwait(false);
        using var file = new BlockFile();
        foreach (var table in tables)
        {
            for (var part = 0; part < table.PartCount; part++)
            {
                table.Write(part, file);
                await file.WriteBlocksAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }

        await stream.WriteAsync(new byte[LengthPrefix], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves the blocks to another file.</summary>
    public void MoveTo(BlockFile file)
    {
        file._blocks.AddRange(_blocks);
        _blocks.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
            ArrayPool<byte>.Shared.Return(block.Array!);
        _blocks.Clear();
    }

    public void Append(in BlockHeader header, scoped ReadOnlySpan<byte> entries)
    {
        var writer = new MessagePackWriter(stackalloc byte[LongestContentHeader]);
        writer.WriteString(header.Section);
        writer.WriteInt64(header.KeyGroup);
        writer.WriteInt64(header.EntryCount);
        Append(writer.Written, entries);
        writer.Dispose();
    }

    private void Append(scoped ReadOnlySpan<byte> header, scoped ReadOnlySpan<byte> entries)
    {
        var length = checked(LengthPrefix + header.Length + entries.Length);
        var block = ArrayPool<byte>.Shared.Rent(length);
        BinaryPrimitives.WriteInt32BigEndian(block, length - LengthPrefix);
        header.CopyTo(block.AsSpan(LengthPrefix));
        entries.CopyTo(block.AsSpan(LengthPrefix + header.Length));
        _blocks.Add(new(block, 0, length));
    }

    private async Task WriteBlocksAsync(Stream stream, CancellationToken cancellationToken)
    {
        foreach (var block in _blocks)
            await stream.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        Dispose();
    }
}

/// <summary>The header of a block of a <see cref="BlockFile"/>.</summary>
/// <param name="Section">The section that the entries belong to.</param>
/// <param name="KeyGroup">The key group of every key in the block.</param>
/// <param name="EntryCount">The number of entries that follow.</param>
internal readonly record struct BlockHeader(string Section, int KeyGroup, int EntryCount);

/// <summary>
/// Handles one block of a <see cref="BlockFile"/>. The handler reads exactly the number of entries in the header and returns true, or reads none and
/// returns false.
/// </summary>
internal delegate bool BlockHandler(in BlockHeader header, ref MessagePackReader entries);

/// <summary>
/// Reads a <see cref="BlockFile"/>. The bytes need not be trusted: memory is allocated only in proportion to the bytes that were read, and a deviation from
/// the format throws a <see cref="CheckpointDamagedException"/> that names the file.
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

    /// <summary>Passes every block of a key group that the store owns to a handler, in order.</summary>
    /// <param name="files">The files of the snapshot.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="options">The options of the store.</param>
    /// <param name="handler">The handler of the blocks.</param>
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
            throw new SerializationFormatException($"A block has the key group {header.KeyGroup}, but there are only {_options.MaxParallelism} key groups.");
        if (!_options.KeyGroups.Contains(header.KeyGroup))
            return;
        if (handler(header, ref reader) && !reader.AtEnd)
            throw new SerializationFormatException($"A block has {block.Length - reader.Position} bytes after its last entry.");
    }

    private async Task ReadStartAsync(CancellationToken cancellationToken)
    {
        var start = await ReadAsync(BlockFile.Magic.Length + 1, cancellationToken).ConfigureAwait(false);
        if (!start.Span.StartsWith(BlockFile.Magic))
            throw new SerializationFormatException("The file does not start with the signature of a state file.");
        var version = start.Span[BlockFile.Magic.Length];
        if (version != BlockFile.Version)
            throw new CheckpointFormatException(
                $"The state file '{_name}' has format version {version}; this version of StateGen reads version {BlockFile.Version}. "
                + "Restore it with the version of StateGen that wrote it.");
    }

    /// <summary>Reads the content of the next block; empty at the end of the file.</summary>
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
