using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using StateGen.Checkpoints;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>
/// Reads a <see cref="BlockFile"/>. The consecutive blocks of one section and key group are read together, so that their table can make room for all entries
/// at once; they are decoded while the next ones are read. The bytes need not be trusted: memory is allocated only in proportion to the bytes that were read,
/// and a deviation from the format throws a <see cref="CheckpointDamagedException"/> that names the file.
/// </summary>
internal sealed class BlockFileReader
{
    private const int FirstRead = 64 * 1024;
    private const int MostTogether = 16 << 20;

    // A key, and at least two bytes of another part.
    private const int ShortestEntry = 4;

    private readonly string _name;
    private readonly Stream _stream;
    private readonly StateStoreOptions _options;

    private BlockFileReader(string name, Stream stream, StateStoreOptions options)
    {
        _name = name;
        _stream = stream;
        _options = options;
    }

    /// <summary>Passes every block of a key group that the store owns to a receiver, in order.</summary>
    /// <param name="files">The files of the snapshot.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="options">The options of the store.</param>
    /// <param name="receiver">The receiver of the blocks, called on one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task ReadAsync(
        IStateFiles files, string name, StateStoreOptions options, IBlockReceiver receiver, CancellationToken cancellationToken)
    {
        if (!files.Names.Contains(name, StringComparer.Ordinal))
            throw new CheckpointDamagedException(name, "a file of the snapshot", "no such file");
        var stream = await files.OpenReadAsync(name, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            await new BlockFileReader(name, stream, options).ReadAsync(receiver, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(IBlockReceiver receiver, CancellationToken cancellationToken)
    {
        var handling = Task.CompletedTask;
        try
        {
            await ReadStartAsync(cancellationToken).ConfigureAwait(false);
            for (Block? next = await ReadBlockAsync(cancellationToken).ConfigureAwait(false); next is not null;)
            {
                var blocks = new List<Block> { next };
                var length = next.Entries.Length;
                while ((next = await ReadBlockAsync(cancellationToken).ConfigureAwait(false)) is not null && next.IsBeside(blocks[0]) && length < MostTogether)
                {
                    blocks.Add(next);
                    length += next.Entries.Length;
                }

                await handling.ConfigureAwait(false);
                handling = Task.Run(() => Handle(blocks, receiver), CancellationToken.None);
            }

            await handling.ConfigureAwait(false);
            await RequireEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EndOfStreamException or SerializationFormatException)
        {
            throw new CheckpointDamagedException(_name, "blocks of state entries", exception.Message, exception);
        }
        finally
        {
            // After another failure, nobody may still write into the tables.
            await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Handle(List<Block> blocks, IBlockReceiver receiver)
    {
        var (section, keyGroup, _) = blocks[0].Header;
        if (keyGroup < 0 || keyGroup >= _options.MaxParallelism)
            throw new SerializationFormatException($"A block has the key group {keyGroup}, but there are only {_options.MaxParallelism} key groups.");
        var isWanted = _options.KeyGroups.Contains(keyGroup) && receiver.Expect(section, keyGroup, blocks.Sum(block => block.LargestCount));
        foreach (var block in blocks)
        {
            if (isWanted)
                Handle(block, receiver);
            block.Dispose();
        }
    }

    private static void Handle(Block block, IBlockReceiver receiver)
    {
        var reader = new MessagePackReader(block.Entries.Span);
        receiver.Read(block.Header, ref reader);
        if (!reader.AtEnd)
            throw new SerializationFormatException($"A block has {block.Entries.Length - reader.Position} bytes after its last entry.");
    }

    private async Task ReadStartAsync(CancellationToken cancellationToken)
    {
        var start = new byte[BlockFile.Magic.Length + 1];
        await _stream.ReadExactlyAsync(start, cancellationToken).ConfigureAwait(false);
        if (!start.AsSpan().StartsWith(BlockFile.Magic))
            throw new SerializationFormatException("The file does not start with the signature of a state file.");
        var version = start[BlockFile.Magic.Length];
        if (version != BlockFile.Version)
            throw new CheckpointFormatException(
                $"The state file '{_name}' has format version {version}; this version of StateGen reads version {BlockFile.Version}. "
                + "Restore it with the version of StateGen that wrote it.");
    }

    /// <summary>Reads the next block; null at the end of the file.</summary>
    private async ValueTask<Block?> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var prefix = new byte[sizeof(uint)];
        await _stream.ReadExactlyAsync(prefix, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length < 0)
            throw new SerializationFormatException($"A block has the impossible length {(uint)length}.");
        return length == 0 ? null : Block.Parse(await ReadAsync(length, cancellationToken).ConfigureAwait(false));
    }

    // A wrong length takes no more memory than twice what the file has.
    private async ValueTask<ArraySegment<byte>> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(length, FirstRead));
        for (var read = 0; read < length;)
        {
            if (read == buffer.Length)
                buffer = Enlarge(buffer, length);
            var count = Math.Min(length, buffer.Length) - read;
            await _stream.ReadExactlyAsync(buffer.AsMemory(read, count), cancellationToken).ConfigureAwait(false);
            read += count;
        }

        return new(buffer, 0, length);
    }

    private static byte[] Enlarge(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, buffer.Length * 2L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task RequireEndAsync(CancellationToken cancellationToken)
    {
        if (await _stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
            throw new SerializationFormatException("Bytes follow the end of the file.");
    }

    /// <summary>A block in a buffer of the pool.</summary>
    private sealed record Block(BlockHeader Header, ReadOnlyMemory<byte> Entries) : IDisposable
    {
        /// <summary>Gets the number of entries, at most as many as its bytes can hold: the header may be damaged.</summary>
        public int LargestCount => Math.Clamp(Header.EntryCount, 0, Entries.Length / ShortestEntry);

        public static Block Parse(ArraySegment<byte> content)
        {
            var reader = new MessagePackReader(content);
            var header = new BlockHeader(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            return new(header, content.AsMemory(reader.Position));
        }

        public bool IsBeside(Block other) =>
            Header.KeyGroup == other.Header.KeyGroup && string.Equals(Header.Section, other.Header.Section, StringComparison.Ordinal);

        public void Dispose()
        {
            if (MemoryMarshal.TryGetArray(Entries, out var segment))
                ArrayPool<byte>.Shared.Return(segment.Array!);
        }
    }
}
