using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

/// <summary>The suite finds each kind of mistake, and names the rule.</summary>
public sealed class SourceContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SourceRules.Description, SourceRules.Description)]
    [InlineData(SourceRules.SplitIds, SourceRules.SplitIds)]
    [InlineData(SourceRules.Discovery, SourceRules.Discovery)]
    [InlineData("hangs", SourceRules.Read)]
    [InlineData("waits for ever", SourceRules.Read)]
    [InlineData("default", SourceRules.Read)]
    [InlineData("too many", SourceRules.Read)]
    [InlineData(SourceRules.BufferSize, SourceRules.BufferSize)]
    [InlineData(SourceRules.Resume, SourceRules.Resume)]
    [InlineData(SourceRules.IndependentReaders, SourceRules.IndependentReaders)]
    [InlineData(SourceRules.Origin, SourceRules.Origin)]
    [InlineData("moves when canceled", SourceRules.CanceledRead)]
    [InlineData("fails when canceled", SourceRules.CanceledRead)]
    [InlineData("accepts foreign", SourceRules.ForeignPosition)]
    [InlineData("throws at foreign", SourceRules.ForeignPosition)]
    public async Task A_mistake_of_a_source_violates_its_rule(string fault, string rule)
    {
        var input = new FaultyInput();
        await AssertViolatesAsync(rule, new SourceUnderTest<int>(() => new FaultySource(fault, input)) { Advance = _ => { }, Limit = LimitOf(fault) });
    }

    [Theory]
    [InlineData("revokes", SourceRules.AddedSplits)]
    [InlineData("adds again", SourceRules.AddedSplits)]
    [InlineData("adds too few", SourceRules.AddedSplits)]
    [InlineData("watches on", SourceRules.CanceledWatch)]
    public async Task A_mistake_in_the_changes_of_splits_violates_its_rule(string fault, string rule)
    {
        var input = new FaultyInput();
        await AssertViolatesAsync(rule, new SourceUnderTest<int>(() => new FaultyDynamicSource(fault, input)) { Added = 2, Limit = LimitOf(fault) });
    }

    [Fact]
    public async Task A_source_without_mistakes_passes_and_all_its_readers_are_closed()
    {
        var input = new FaultyInput();
        await new SourceUnderTest<int>(() => new FaultySource("none", input)).VerifyAsync(Token);
        await new SourceUnderTest<int>(() => new FaultyDynamicSource("none", input)) { Added = 2 }.VerifyAsync(Token);
        Assert.Equal(0, input.OpenReaders);
    }

    // What hangs is not waited for; all else returns at once.
    private static TimeSpan LimitOf(string fault) => fault is "hangs" or "watches on" ? TimeSpan.Zero : TimeSpan.FromSeconds(20);

    private static async Task AssertViolatesAsync(string rule, SourceUnderTest<int> source)
    {
        var violation = await Assert.ThrowsAsync<ContractViolationException>(() => source.VerifyAsync(Token));
        Assert.Equal(rule, violation.Rule);
        Assert.Contains($"violates the rule '{rule}': ", violation.Message, StringComparison.Ordinal);
    }
}
