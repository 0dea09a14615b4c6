using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.RocksDb.Tables;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class MapBoundsTests : IDisposable
{
    private const string Key = "key";

    private static readonly ulong Hash = StringKeyCodec.Hash(Key);

    private readonly TemporaryDirectory _directory = new();
    private readonly StateDatabase _database;
    private readonly TableFamily _family = new("map:A", keyGroupOffset: 0);
    private readonly MapBounds<string, StringKeyCodec> _bounds;

    public MapBoundsTests()
    {
        _database = StateDatabase.Open(_directory["database"], new(new()), [_family.Name], static () => { });
        _family.Attach(_database);
        _bounds = new(_family);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Nothing_is_known_at_first()
    {
        _bounds.Include(Key, Hash, [5]);
        Assert.False(_bounds.IsEmpty(Key, Hash));
        Assert.Equal(" to ", Known());
    }

    [Fact]
    public void An_empty_map_is_known_exactly_from_its_first_entry_on()
    {
        _bounds.SetEmpty(Key, Hash);
        Assert.True(_bounds.IsEmpty(Key, Hash));
        _bounds.Include(Key, Hash, [5]);
        Assert.False(_bounds.IsEmpty(Key, Hash));
        Assert.Equal("05 to 0500", Known());
        _bounds.Include(Key, Hash, [4, 9]);
        _bounds.Include(Key, Hash, [7]);
        _bounds.Include(Key, Hash, [6]);
        Assert.Equal("0409 to 0700", Known());
    }

    [Fact]
    public void A_known_start_follows_lower_entries_and_says_nothing_about_the_end()
    {
        _bounds.SetStart(Key, Hash, [5]);
        _bounds.Include(Key, Hash, [9]);
        Assert.Equal("05 to ", Known());
        _bounds.Include(Key, Hash, [3]);
        Assert.Equal("03 to ", Known());
    }

    [Fact]
    public void A_known_end_follows_entries_at_and_above_it()
    {
        _bounds.SetEnd(Key, Hash, [5]);
        _bounds.Include(Key, Hash, [4, 255]);
        Assert.Equal(" to 05", Known());
        _bounds.Include(Key, Hash, [5]);
        Assert.Equal(" to 0500", Known());
    }

    [Fact]
    public void A_record_that_is_rolled_back_makes_everything_unknown()
    {
        _bounds.SetStart(Key, Hash, [5]);
        _family.Put("k"u8, "v"u8);
        _database.RollbackRecord();
        Assert.Equal(" to ", Known());
        _bounds.SetEmpty(Key, Hash);
        _family.Put("k"u8, "v"u8);
        _database.RollbackRecord();
        Assert.False(_bounds.IsEmpty(Key, Hash));
    }

    [Fact]
    public void Another_key_in_the_same_place_replaces_what_is_known()
    {
        _bounds.SetStart(Key, Hash, [5]);
        _bounds.SetEnd("other", Hash, [7]);
        Assert.Equal(" to ", Known());
        Assert.Equal([7], _bounds.FindEnd("other", Hash).ToArray());
    }

    [Fact]
    public void Long_map_keys_are_not_remembered()
    {
        _bounds.SetEmpty(Key, Hash);
        _bounds.Include(Key, Hash, new byte[1000]);
        Assert.Equal(" to ", Known());
        _bounds.Include(Key, Hash, [5]);
        Assert.Equal(" to ", Known());
    }

    private string Known() => $"{Convert.ToHexString(_bounds.FindStart(Key, Hash))} to {Convert.ToHexString(_bounds.FindEnd(Key, Hash))}";
}
