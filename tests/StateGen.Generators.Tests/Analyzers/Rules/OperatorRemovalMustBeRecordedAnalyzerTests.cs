using Microsoft.CodeAnalysis;
using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class OperatorRemovalMustBeRecordedAnalyzerTests() : SchemaRuleTests("SG4004")
{
    private static readonly string Sample = Operator("[State] private partial long Count { get; set; }");

    [Fact]
    public async Task A_removed_operator_is_reported_where_it_is_recorded()
    {
        var shipped = RecordedProject.After(Sample + Neighbour);
        Assert.Equal("StateSchema.Shipped.txt: operator sample", await FindAsync(shipped, Neighbour));
        var unshipped = RecordedProject.After(Neighbour).Record(Sample + Neighbour);
        Assert.Equal("StateSchema.Unshipped.txt: operator sample", await FindAsync(unshipped, Neighbour));
    }

    [Fact]
    public Task A_removal_that_is_recorded_is_correct() => VerifyAsync(RecordedProject.After(Sample + Neighbour).Record(Neighbour), "");

    [Fact]
    public Task A_renamed_class_is_the_same_operator() =>
        VerifyAfterAsync(Sample, Sample.Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task An_operator_that_is_wrong_in_itself_is_not_gone() =>
        VerifyAfterAsync(Sample, Operator("[State] private partial {|SG1009:object?|} Count { get; set; }"));

    private static async Task<string> FindAsync(RecordedProject recorded, string code)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync([code], recorded.Files);
        var diagnostic = Assert.Single(analyzed.OfRulesInBuild);
        Assert.Equal(("SG4004", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        var place = diagnostic.Location.GetLineSpan();
        var file = recorded.Files.Single(file => file.Path == place.Path);
        return $"{Path.GetFileName(file.Path)}: {file.GetText()!.Lines[place.StartLinePosition.Line]}";
    }

    [Fact]
    public async Task A_removed_operator_is_reported_among_others_that_stay()
    {
        var other = Sample.Replace("class Sample", "class Other", StringComparison.Ordinal).Replace("\"sample\"", "\"other\"", StringComparison.Ordinal);
        Assert.Equal("StateSchema.Shipped.txt: operator other", await FindAsync(RecordedProject.After(Sample + other + Neighbour), Sample + Neighbour));
    }

    [Fact]
    public async Task A_class_that_lost_its_attribute_is_gone() => Assert.Equal(
        "StateSchema.Shipped.txt: operator sample",
        await FindAsync(RecordedProject.After(Sample + Neighbour), Neighbour + "internal abstract class Sample : KeyedOperator<string, int, int>;"));

    [Fact]
    public Task An_operator_that_is_there_is_correct() => VerifyAfterAsync(Sample, Sample);

    [Fact]
    public Task An_operator_that_was_removed_and_came_back_is_correct() => VerifyAsync(RecordedProject.After(Sample + Neighbour, Neighbour, Sample + Neighbour), Sample);

    [Fact]
    public Task An_operator_that_moved_into_another_class_is_not_gone() => VerifyAfterAsync(Sample, "internal static partial class Outer { " + Sample + " }");
}
