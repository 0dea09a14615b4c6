using StateGen.Conformance.Tests.Probes;

namespace StateGen.Conformance.Tests;

/// <content>Elements and entries that are read or removed one by one, within an enumeration or after another change in the same record.</content>
public abstract partial class TtlOptionTests
{
    [Fact]
    public async Task An_expired_map_entry_that_was_removed_is_not_returned()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            Assert.False(probe.VisibleMap.Remove("a"));
            Assert.False(probe.VisibleMap.TryGetValue("a", out _));
            Assert.Equal([new("b", 2)], probe.VisibleMap);
        });
        host.Run(Key, probe => Assert.Empty(probe.VisibleMap));
    }

    [Fact]
    public async Task What_has_expired_is_returned_once_by_enumerations_within_each_other()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            var (entries, elements) = (new List<string>(), new List<long>());
            foreach (var (key, _) in probe.VisibleMap)
            {
                entries.Add(key);
                entries.AddRange(probe.VisibleMap.Keys);
            }

            foreach (var element in probe.VisibleList)
            {
                elements.Add(element);
                elements.AddRange(probe.VisibleList);
            }

            Assert.Equal(["a", "b"], entries.Order(StringComparer.Ordinal));
            Assert.Equal([1L, 2L], elements);
        });
    }

    [Fact]
    public async Task A_failed_record_undoes_the_removal_of_an_expired_map_entry()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        Assert.Throws<OperatorException>(() => host.Run(Key, probe => throw new InvalidOperationException($"undo {probe.VisibleMap.Remove("a")}")));
        host.Run(Key, probe => Assert.Equal(1, probe.VisibleMap["a"]));
    }

    [Fact]
    public async Task Elements_that_are_read_after_an_addition_in_the_same_record_are_those_of_the_list()
    {
        var host = await OpenTtlAsync();
        var expected = new List<string>();
        for (var number = 0; number < 200; number++)
        {
            Time.Milliseconds = number;
            expected.Add($"{number}");
            host.Run(Key, probe =>
            {
                probe.RefreshedTexts.Add(expected[^1]);
                Assert.Equal(expected, probe.RefreshedTexts);
                Assert.Equal(expected, probe.RefreshedTexts);
            });
        }

        var restored = await OpenAsync(new TtlProbe(), Options(await host.SnapshotAsync(Cancellation)));
        restored.Run(Key, probe => Assert.Equal(expected, probe.RefreshedTexts));
    }

    [Fact]
    public async Task An_enumeration_that_ends_early_leaves_the_expired_elements_that_it_has_not_returned()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            Assert.Equal(1, probe.VisibleList.First());
            Assert.Equal(2, probe.VisibleList.First());
            Assert.Empty(probe.VisibleList);
        });
    }
}
