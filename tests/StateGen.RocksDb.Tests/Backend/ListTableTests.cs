namespace StateGen.RocksDb.Tests.Backend;

public sealed class ListTableTests : StoreFixture
{
    [Fact]
    public void Elements_keep_order_and_duplicates_over_many_records()
    {
        var expected = new List<string>();
        for (var index = 0; index < 1_000; index++)
        {
            Store.Record("key", () => Store.List.Append($"{index % 10}"));
            Store.Record("other", () => Store.List.Append("other"));
            expected.Add($"{index % 10}");
        }

        Assert.Equal(expected, Store.ReadList("key"));
        Assert.Equal(expected, Store.ReadList("key"));
    }

    [Fact]
    public void Clearing_concerns_one_key_of_one_list()
    {
        foreach (var key in (string[])["1", "11"])
        {
            Store.Record(key, () => Store.List.Append(key));
            Store.Record(key, () => Store.OtherList.Append(key));
        }

        Store.Record("1", () =>
        {
            Store.List.Clear();
            Assert.True(Store.List.IsEmpty());
            Assert.False(Store.OtherList.IsEmpty());
        });
        Assert.Empty(Store.ReadList("1"));
        Assert.Equal(["11"], Store.ReadList("11"));
        Assert.Equal(["1"], Store.ReadList("1", Store.OtherList));
        Assert.Equal(3, Store.Store.CountEntries());
    }

    [Fact]
    public void Elements_appended_after_a_failed_record_follow_those_before_it()
    {
        Store.Record("key", () => Store.List.Append("first"));
        Store.FailingRecord("key", () => Store.List.Append("lost"));
        Store.Record("key", () => Store.List.Append("second"));
        Assert.Equal(["first", "second"], Store.ReadList("key"));
    }

    [Fact]
    public void A_null_element_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Store.Record("key", () => Store.List.Append(null!)));
        Store.Store.RollbackRecord();
        Assert.Empty(Store.ReadList("key"));
    }
}
