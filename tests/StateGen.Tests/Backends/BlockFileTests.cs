using System.Buffers.Binary;
using StateGen.Backends;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

public sealed class BlockFileTests
{
    private const string State = "state";
    private const long Key = 1;

    private static int GroupOfKey => KeyGroups.Of(IntegerKeyCodec<long>.Hash(Key), TestStores.MaxParallelism);

    [Fact]
    public async Task A_truncated_file_is_damaged_wherever_it_ends()
    {
        var files = await SnapshotAsync();
        var content = await ContentAsync(files);
        for (var length = 0; length < content.Length; length++)
        {
            var error = await Assert.ThrowsAsync<CheckpointDamagedException>(() => RestoreAsync(files, content[..length]));
            Assert.Equal(State, error.File);
        }
    }

    [Fact]
    public async Task Bytes_behind_the_end_are_damage()
    {
        var files = await SnapshotAsync();
        byte[] content = [.. await ContentAsync(files), 0];
        await Assert.ThrowsAsync<CheckpointDamagedException>(() => RestoreAsync(files, content));
    }

    [Fact]
    public async Task A_changed_byte_never_escapes_as_anything_but_a_described_error()
    {
        var files = await SnapshotAsync();
        var content = await ContentAsync(files);
        for (var position = 0; position < content.Length; position++)
        {
            var flipped = (byte[])content.Clone();
            flipped[position] ^= 0xff;
            var error = await Record.ExceptionAsync(() => RestoreAsync(files, flipped));
            Assert.True(error is null or StateGenException, $"A flipped byte at {position} caused {error}");
        }
    }

    [Fact]
    public async Task A_length_that_the_file_does_not_have_takes_no_memory()
    {
        var files = await SnapshotAsync();
        byte[] content = [.. "SGBF"u8, 1, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Assert.ThrowsAsync<CheckpointDamagedException>(() => RestoreAsync(files, content));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task Another_version_and_another_schema_are_refused_by_name()
    {
        var files = await SnapshotAsync();
        var content = await ContentAsync(files);
        content[4]++;
        var version = await Assert.ThrowsAsync<CheckpointFormatException>(() => RestoreAsync(files, content));
        Assert.Contains("version 2", version.Message, StringComparison.Ordinal);
        content[4]--;
        var schema = await Assert.ThrowsAsync<CheckpointFormatException>(() => RestoreAsync(files, content, schemaNumber: 2));
        Assert.Contains("schema 1", schema.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_damage_that_names_it()
    {
        using var store = TestStores.Open();
        var error = await Assert.ThrowsAsync<CheckpointDamagedException>(
            () => store.StartAsync([new(new(0, 7), 0, new MemorySnapshotFiles())], CancellationToken.None));
        Assert.Equal(State, error.File);
    }

    [Theory]
    [InlineData("list/list")]
    [InlineData("map/map")]
    public Task A_collection_without_content_is_damage(string section) =>
        AssertDamagedAsync(EmptyCollection(section, GroupOfKey), "without elements");

    [Theory]
    [InlineData("list/list")]
    [InlineData("map/map")]
    public Task A_key_in_a_block_of_another_key_group_is_damage(string section) =>
        AssertDamagedAsync(EmptyCollection(section, (GroupOfKey + 1) % TestStores.MaxParallelism), $"a key of key group {GroupOfKey}");

    [Theory]
    [InlineData(40, 1 << 20)]
    [InlineData(300, 1 << 17)]
    public async Task A_collection_of_large_values_is_written_in_several_runs_so_that_no_block_outgrows_an_array(int count, int length)
    {
        var value = new string('x', length);
        var currentKey = new CurrentKey<long>("test");
        currentKey.Set(Key, IntegerKeyCodec<long>.Hash(Key));
        using var store = TestStores.Open();
        var (list, map) = OpenCollections(store, currentKey);
        for (var number = 0; number < count; number++)
        {
            list.Append(value);
            map.Put(number, value);
        }

        store.CommitRecord();
        var files = new MemorySnapshotFiles();
        using (var snapshot = store.BeginSnapshot())
            await snapshot.WriteAsync(files, CancellationToken.None);
        var lengths = BlockLengths(await ContentAsync(files));
        Assert.All(lengths, block => Assert.InRange(block, 1, BlockFile.LongestRunLength + (2 * length)));
        Assert.InRange(lengths.Count, 6, 12);

        using var restored = TestStores.Open();
        (list, map) = OpenCollections(restored, currentKey);
        await restored.StartAsync([new(restored.Options.KeyGroups, 0, files)], CancellationToken.None);
        Assert.Equal((long)count, map.Count());
        using var elements = list.Enumerate();
        for (var number = 0; number < count; number++)
            Assert.True(elements.MoveNext() && elements.Current == value);
        Assert.False(elements.MoveNext());
    }

    private static (ListTable<string> List, MapTable<long, string> Map) OpenCollections(StateStore store, CurrentKey<long> currentKey) =>
        (store.OpenList<long, IntegerKeyCodec<long>, string, StringCodec>(new("list"), currentKey),
         store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string, StringCodec>(new("map"), currentKey));

    private static List<int> BlockLengths(byte[] content)
    {
        var lengths = new List<int>();
        for (var position = BlockFile.Magic.Length + 1; ;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(position));
            if (length == 0)
                return lengths;
            lengths.Add(length);
            position += sizeof(int) + length;
        }
    }

    private static async Task AssertDamagedAsync(BlockFile blocks, string message)
    {
        var files = new MemorySnapshotFiles();
        await files.WriteAsync(State, (stream, token) => BlockFile.WriteAsync([new WrittenTable(blocks)], stream, token), CancellationToken.None);
        using var store = TestStores.Open();
        var currentKey = new CurrentKey<long>("test");
        store.OpenList<long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new("list"), currentKey);
        store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new("map"), currentKey);
        var error = await Assert.ThrowsAsync<CheckpointDamagedException>(
            () => store.StartAsync([new(store.Options.KeyGroups, 0, files)], CancellationToken.None));
        Assert.Equal(State, error.File);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static BlockFile EmptyCollection(string section, int keyGroup)
    {
        var file = new BlockFile();
        var block = new KeyedBlockWriter<long, IntegerKeyCodec<long>>(file, section, keyGroup);
        block.WriteKey(Key);
        block.Entries.WriteArrayHeader(0);
        block.EndEntry();
        block.Flush();
        block.Dispose();
        return file;
    }

    private static async Task<MemorySnapshotFiles> SnapshotAsync()
    {
        using var store = TestStores.Open();
        var rows = store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        store.OpenTimers<long, IntegerKeyCodec<long>>();
        for (var key = 0; key < 20; key++)
            rows.Store(RowSlot.None, key, IntegerKeyCodec<long>.Hash(key), new() { Value = key + 1, ExpiresAt = long.MaxValue });
        using var snapshot = store.BeginSnapshot();
        var files = new MemorySnapshotFiles();
        await snapshot.WriteAsync(files, CancellationToken.None);
        return files;
    }

    private static async Task<byte[]> ContentAsync(MemorySnapshotFiles files)
    {
        using var content = new MemoryStream();
        await using var stream = await files.OpenReadAsync(State, CancellationToken.None);
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    private static async Task RestoreAsync(MemorySnapshotFiles files, byte[] content, int schemaNumber = 1)
    {
        var changed = new MemorySnapshotFiles();
        await changed.WriteAsync(State, (stream, token) => stream.WriteAsync(content, token).AsTask(), CancellationToken.None);
        await changed.WriteAsync("timers", async (stream, token) =>
        {
            await using var timers = await files.OpenReadAsync("timers", token);
            await timers.CopyToAsync(stream, token);
        }, CancellationToken.None);
        using var store = TestStores.Open(schemaNumber: schemaNumber);
        store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        store.OpenTimers<long, IntegerKeyCodec<long>>();
        await store.StartAsync([new(store.Options.KeyGroups, 0, changed)], CancellationToken.None);
    }
}
