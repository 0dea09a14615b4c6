using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class OperatorsShouldBeRecordedAnalyzerTests() : SchemaRuleTests("SG4001")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public async Task Every_operator_is_named_while_there_are_no_files()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(Operator(Count) + Neighbour);
        Assert.Empty(analyzed.InEditor);
        Assert.Equal(["neighbour", "sample"], analyzed.Suggestions.Select(suggestion => suggestion.GetMessage().Split('\'')[1]).Order());
        Assert.All(analyzed.Suggestions, suggestion => Assert.Equal("SG4001", suggestion.Id));
    }

    [Fact]
    public async Task One_file_is_enough_to_be_silent()
    {
        foreach (var file in new RecordedProject().Record(Operator(Count)).Files)
            Assert.Empty((await AnalyzedCode.AnalyzeAsync([Operator(Count)], [file])).Suggestions);
    }

    [Fact]
    public async Task Nothing_is_suggested_for_an_operator_that_is_wrong_in_itself()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(Operator("[State] private partial object? Count { get; set; }"));
        Assert.Empty(analyzed.Suggestions);
    }
}
