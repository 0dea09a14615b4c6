using System.Buffers;
using System.Buffers.Binary;
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
