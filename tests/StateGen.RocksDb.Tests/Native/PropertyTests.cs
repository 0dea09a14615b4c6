namespace StateGen.RocksDb.Tests.Native;

public sealed class PropertyTests : DatabaseFixture
{
    [Fact]
    public void Numeric_properties_are_those_of_the_family()
    {
        Put(Rows, "a", "1");
        Put(Rows, "b", "1");
        Put(Maps, "a", "1");
        Assert.Equal(2UL, Database.ReadIntProperty(Rows, "rocksdb.estimate-num-keys"));
        Assert.Equal(1UL, Database.ReadIntProperty(Maps, "rocksdb.estimate-num-keys"));
        Assert.True(Database.ReadIntProperty(Rows, "rocksdb.cur-size-all-mem-tables") > 0);
    }

    [Fact]
    public void Stalls_are_properties_of_the_database()
    {
        Assert.Equal(0UL, Database.ReadIntProperty(null, "rocksdb.is-write-stopped"));
        Assert.Equal(0UL, Database.ReadIntProperty(null, "rocksdb.actual-delayed-write-rate"));
    }

    [Fact]
    public void Text_properties_are_read_whole() =>
        Assert.Contains("Compaction Stats", Database.ReadProperty("rocksdb.stats"), StringComparison.Ordinal);

    [Fact]
    public void A_property_that_does_not_exist_is_null()
    {
        Assert.Null(Database.ReadProperty("rocksdb.no-such"));
        Assert.Null(Database.ReadIntProperty(Rows, "rocksdb.no-such"));
        Assert.Null(Database.ReadIntProperty(null, "rocksdb.stats"));
    }

    [Fact]
    public void A_disposed_database_has_none()
    {
        Database.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Database.ReadProperty("rocksdb.stats"));
        Assert.Throws<ObjectDisposedException>(() => Database.ReadIntProperty(null, "rocksdb.is-write-stopped"));
    }
}
