using System.Numerics;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

/// <summary>
/// Maps of integers around the sizes at which entries move from the head to a block, and to a larger one. Values are as small as keys, and 0 is among both, so
/// that a search that looks at a value, or behind the last entry, would find something.
/// </summary>
public sealed class SmallMapTests
{
    private const int Keys = 12;
    private const int MostEntries = 20;
    private const int Records = 4000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Maps_of_eight_byte_entries_agree_with_a_dictionary(int seed) => new Maps<int, int>(seed, MemoryBackend.Default).RunAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public Task Maps_of_sixteen_byte_entries_agree_with_a_dictionary(int seed) => new Maps<long, long>(seed, MemoryBackend.Default).RunAsync();

    [Fact]
    public Task Maps_of_unsigned_keys_agree_with_a_dictionary() => new Maps<ulong, byte>(5, MemoryBackend.Default).RunAsync();

    [Fact]
    public Task Maps_of_narrow_keys_agree_with_a_dictionary() => new Maps<uint, short>(6, MemoryBackend.Default).RunAsync();

    [Fact]
    public Task Maps_whose_entries_are_never_in_the_head_agree_with_a_dictionary() => new Maps<Int128, long>(7, MemoryBackend.Default).RunAsync();

    [Fact]
    public Task Maps_agree_with_a_dictionary_without_fast_paths() => new Maps<long, long>(8, MemoryBackend.WithoutFastPaths).RunAsync();

    private sealed class Maps<TMapKey, TValue>(int seed, MemoryBackend backend)
        where TMapKey : struct, IBinaryInteger<TMapKey>, IMinMaxValue<TMapKey>
        where TValue : struct, IBinaryInteger<TValue>, IMinMaxValue<TValue>
    {
        private readonly Random _random = new(seed);
        private readonly CurrentKey<long> _currentKey = new("test");
        private Dictionary<(long Key, TMapKey MapKey), TValue> _expected = [];

        public async Task RunAsync()
        {
            using var store = TestStores.Open(backend: backend);
            var map = Open(store);
            for (var record = 0; record < Records / 2; record++)
                Process(store, map);
            var begun = _expected;
            using var snapshot = store.BeginSnapshot();
            for (var record = 0; record < Records / 2; record++)
                Process(store, map);
            AssertAgrees(map, _expected);
            await AssertRestoredAsync(snapshot, begun);
        }

        private void Process(StateStore store, MapTable<TMapKey, TValue> map)
        {
            _currentKey.SetKey(_random.Next(Keys));
            var changed = new Dictionary<(long, TMapKey), TValue>(_expected);
            for (var step = _random.Next(6); step >= 0; step--)
                Change(map, changed);
            if (_random.Next(4) == 0)
            {
                store.RollbackRecord();
                return;
            }

            store.CommitRecord();
            _expected = changed;
        }

        private void Change(MapTable<TMapKey, TValue> map, Dictionary<(long Key, TMapKey), TValue> changed)
        {
            var key = _currentKey.Value;
            var mapKey = TMapKey.CreateChecked(_random.Next(_random.Next(1, MostEntries)));
            var isExpected = changed.TryGetValue((key, mapKey), out var expected);
            Assert.Equal((isExpected, expected), (map.TryGet(mapKey, out var value), value));
            var kind = _random.Next(40);
            if (kind == 0)
            {
                map.Clear();
                foreach (var entry in changed.Keys.Where(entry => entry.Key == key).ToArray())
                    changed.Remove(entry);
            }
            else if (kind < 16)
            {
                Assert.Equal(changed.Remove((key, mapKey)), map.Remove(mapKey));
            }
            else
            {
                map.Put(mapKey, changed[(key, mapKey)] = TValue.CreateChecked(_random.Next(MostEntries)));
            }
        }

        private async Task AssertRestoredAsync(StateSnapshot snapshot, Dictionary<(long, TMapKey), TValue> begun)
        {
            var files = new MemorySnapshotFiles();
            await snapshot.WriteAsync(files, CancellationToken.None);
            using var copy = TestStores.Open();
            var restored = Open(copy);
            await copy.StartAsync([new(copy.Options.KeyGroups, snapshot.ListCounter, files)], CancellationToken.None);
            AssertAgrees(restored, begun);
        }

        private void AssertAgrees(MapTable<TMapKey, TValue> map, Dictionary<(long Key, TMapKey MapKey), TValue> expected)
        {
            var handle = new MapState<TMapKey, TValue>(map);
            for (var key = 0L; key < Keys; key++)
            {
                _currentKey.SetKey(key);
                var entries = expected.Where(entry => entry.Key.Key == key).Select(entry => KeyValuePair.Create(entry.Key.MapKey, entry.Value));
                Assert.Equal(entries.OrderBy(entry => entry.Key), handle.OrderBy(entry => entry.Key));
                for (var mapKey = 0; mapKey < MostEntries; mapKey++)
                    Assert.Equal(expected.ContainsKey((key, TMapKey.CreateChecked(mapKey))), handle.ContainsKey(TMapKey.CreateChecked(mapKey)));
            }
        }

        private MapTable<TMapKey, TValue> Open(StateStore store) =>
            store.OpenMap<long, IntegerKeyCodec<long>, TMapKey, IntegerKeyCodec<TMapKey>, TValue, IntegerCodec<TValue>>(new("map"), _currentKey);
    }
}
