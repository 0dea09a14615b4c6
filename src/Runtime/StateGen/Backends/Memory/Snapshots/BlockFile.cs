using System.Buffers;
using System.Buffers.Binary;
using StateGen.Checkpoints;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

// The format, version 1. Integers of the framing are big-endian; what is inside a block is MessagePack.
//   file    = "SGBF" ‖ version (1 byte) ‖ block* ‖ 00 00 00 00
//   block   = length of the content (4 bytes, not 0) ‖ content
//   content = section (string) ‖ key group (integer) ‖ number of entries (integer) ‖ entries
// A section may have any number of blocks per key group. A reader skips blocks of key groups that are not its own unread. What an entry
// looks like is the matter of the table that the section belongs to.

/// <summary>
/// A snapshot file that was frozen in memory and is still to be written: blocks of entries, each of one section and one key group.
/// Filled by one thread, then written by one. Dispose it once, which gives its buffers back.
/// </summary>
internal sealed class BlockFile : IDisposable
{
    /// <summary>Entries are gathered up to this many bytes before they are appended: large enough to make framing cheap.</summary>
    public const int TargetBlockLength = 48 * 1024;

    public const byte Version = 1;

    private const int LengthPrefix = sizeof(uint);
    private const int LongestContentHeader = 512;

    private readonly List<ArraySegment<byte>> _blocks = [];

    /// <summary>Creates a file without blocks.</summary>
    /// <param name="name">Its name within the snapshot.</param>
    public BlockFile(string name) => Name = name;

    /// <summary>The name of the file within the snapshot.</summary>
    public string Name { get; }

    public static ReadOnlySpan<byte> Magic => "SGBF"u8;

    /// <summary>Writes the file. The blocks stay, so that it can be written again.</summary>
    /// <param name="files">Where to write.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken) =>
        files.WriteAsync(Name, WriteToAsync, cancellationToken);

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

    private async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] start = [.. Magic, Version];
        await stream.WriteAsync(start, cancellationToken).ConfigureAwait(false);
        foreach (var block in _blocks)
            await stream.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(new byte[LengthPrefix], cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>What stands at the start of a block of a <see cref="BlockFile"/>.</summary>
/// <param name="Section">What the entries belong to.</param>
/// <param name="KeyGroup">The key group of every key in the block.</param>
/// <param name="EntryCount">The number of entries that follow.</param>
internal readonly record struct BlockHeader(string Section, int KeyGroup, int EntryCount);

/// <summary>Takes the entries of one block of a <see cref="BlockFile"/>, and reads exactly as many as the header says; or returns false, and reads none.</summary>
internal delegate bool BlockHandler(in BlockHeader header, ref MessagePackReader entries);

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
