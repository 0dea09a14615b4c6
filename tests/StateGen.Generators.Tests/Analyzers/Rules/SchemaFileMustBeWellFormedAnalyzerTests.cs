using StateGen.Generators.Tests.Harness;
using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class SchemaFileMustBeWellFormedAnalyzerTests() : SchemaRuleTests("SG4015")
{
    private static readonly string Sample = Operator("[State] private partial long Count { get; set; }");

    [Theory]
    [InlineData("generation 1\n\noperator sample\n  key strin g\n", "", "Shipped", 4, "expected the end of the line")]
    [InlineData("generation 1\n<<<<<<< HEAD\n", "", "Shipped", 2, "expected operator")]
    [InlineData("", "operator sample\n  key string\n\noperator sample\n  key string\n", "Unshipped", 4, "stands here twice")]
    [InlineData("generation 2\ngeneration 1\n", "", "Shipped", 2, "must be greater")]
    [InlineData("", "removed operator other\n", "Unshipped", 1, "is not recorded before")]
    public async Task The_line_is_reported_and_nothing_else(string shipped, string unshipped, string file, int line, string message)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(
            [Sample], [new InMemoryFile("C:\\project\\StateSchema.Shipped.txt", shipped), new InMemoryFile("C:\\project\\StateSchema.Unshipped.txt", unshipped)]);
        var diagnostic = Assert.Single(analyzed.OfRulesInBuild);
        var place = diagnostic.Location.GetLineSpan();
        Assert.Equal(($"C:\\project\\StateSchema.{file}.txt", line - 1), (place.Path, place.StartLinePosition.Line));
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Comments_blank_lines_and_line_ends_of_windows_are_correct() => VerifyAsync(
        Sample,
        [new InMemoryFile("StateSchema.Unshipped.txt", (new RecordedProject().Record(Sample + Neighbour).Unshipped + "\n# the end\n\n").ReplaceLineEndings("\r\n"))]);

    [Fact]
    public Task Other_additional_files_do_not_matter() => VerifyAsync(Sample, [.. RecordedProject.After(Sample + Neighbour).Files, new InMemoryFile("/project/notes.txt", "generation x")]);
}
