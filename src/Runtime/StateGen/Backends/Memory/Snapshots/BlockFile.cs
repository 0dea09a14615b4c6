using System.Buffers;
using System.Buffers.Binary;
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

    /// <summary>
    /// The number of bytes at which a run of elements ends before it is complete. The last element may make the block longer, by at most
    /// <see cref="StateLimits.LargestValue"/>, so a block fits into an array.
    /// </summary>
    public const int LongestRunLength = 16 << 20;

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

/// <summary>Receives the blocks of a <see cref="BlockFile"/>.</summary>
internal interface IBlockReceiver
{
    /// <summary>Announces the entries of all blocks of one section and key group that follow. A section without a table is dropped.</summary>
    /// <returns>true if the blocks are wanted; otherwise, false.</returns>
    bool Expect(string section, int keyGroup, int entryCount);

    /// <summary>Reads exactly the number of entries in the header.</summary>
    void Read(in BlockHeader header, ref MessagePackReader entries);
}
