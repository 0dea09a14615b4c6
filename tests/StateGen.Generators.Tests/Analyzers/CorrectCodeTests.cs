namespace StateGen.Generators.Tests.Analyzers;

public class CorrectCodeTests
{
    public static IEnumerable<TheoryDataRow<string>> Files => CorrectOperators.Files.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nothing_is_reported_about_correct_operators(string file)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(CorrectOperators.Files[file]);
        Assert.Empty(analyzed.InEditor);
    }

    [Fact]
    public async Task Nothing_is_reported_about_correct_operators_in_one_project()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync([.. CorrectOperators.Files.Values]);
        Assert.Empty(analyzed.InEditor);
    }

    [Fact]
    public async Task Nothing_is_reported_about_attributes_of_the_same_names_from_elsewhere()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync("""
            namespace Mine
            {
                internal sealed class OperatorAttribute : Attribute;

                internal sealed class StateAttribute : Attribute;

                [Mine.Operator]
                internal sealed class Plain
                {
                    [Mine.State] public static long Count { get; set; } = 1;
                }
            }
            """);
        Assert.Empty(analyzed.InEditor);
    }
}
