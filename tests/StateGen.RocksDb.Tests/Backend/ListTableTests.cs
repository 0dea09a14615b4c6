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

    // Where lists begin is remembered, and a record that fails undoes what it was derived from.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Lists_that_are_filled_and_cleared_again_agree_with_a_model(int seed)
    {
        var random = new Random(seed);
        string[] keys = ["first", "second", ""];
        var model = keys.ToDictionary(key => key, _ => new List<string>(), StringComparer.Ordinal);
        for (var record = 0; record < 2_000; record++)
        {
            var key = keys[random.Next(keys.Length)];
            var expected = new List<string>(model[key]);
            var hasFailed = random.Next(5) == 0;
            Action<string, Action> run = hasFailed ? Store.FailingRecord : Store.Record;
            run(key, () => Change(expected, random));
            if (!hasFailed)
                model[key] = expected;
            Assert.Equal(model[key], Store.ReadList(key));
            if (random.Next(20) == 0)
                Store.Store.CompleteBatch();
        }

        Assert.Equal(model.Values.Sum(list => list.Count), Store.Store.CountEntries());
    }

    [Fact]
    public void A_null_element_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Store.Record("key", () => Store.List.Append(null!)));
        Store.Store.RollbackRecord();
        Assert.Empty(Store.ReadList("key"));
    }

    private void Change(List<string> expected, Random random)
    {
        for (var step = random.Next(1, 6); step > 0; step--)
        {
            if (random.Next(6) == 0)
            {
                Store.List.Clear();
                expected.Clear();
            }
            else
            {
                Store.List.Append($"{step}");
                expected.Add($"{step}");
            }

            Assert.Equal(expected.Count == 0, Store.List.IsEmpty());
        }
    }
}
