using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedOperatorRemovalTests() : SchemaRuleTests("SG4004")
{
    private static readonly string Sample = Operator("[State] private partial long Count { get; set; }");
    private static readonly string Other = Sample.Replace("class Sample", "class Other", StringComparison.Ordinal).Replace("\"sample\"", "\"other\"", StringComparison.Ordinal);

    [Fact]
    public Task A_removed_operator_is_reported_where_it_was_shipped() => VerifyAsync(
        RecordedProject.After(Sample + Neighbour).Mark("operator sample", RuleId), "", "Operator 'sample' is recorded, but the project has no operator with this id");

    [Fact]
    public Task A_removed_operator_that_was_not_shipped_is_reported_where_it_is_recorded() =>
        VerifyAsync(RecordedProject.After(Neighbour).Record(Sample + Neighbour).Mark("operator sample", RuleId), "");

    [Fact]
    public Task A_removed_operator_is_reported_among_others_that_stay() =>
        VerifyAsync(RecordedProject.After(Sample + Other + Neighbour).Mark("operator other", RuleId), Sample);

    [Fact]
    public Task Every_removed_operator_is_reported() =>
        VerifyAsync(RecordedProject.After(Sample + Other + Neighbour).Mark("operator sample", RuleId).Mark("operator other", RuleId), "");

    [Fact]
    public Task A_class_that_lost_its_attribute_is_gone() => VerifyAsync(
        RecordedProject.After(Sample + Neighbour).Mark("operator sample", RuleId), "internal abstract class Sample : KeyedOperator<string, int, int>;");

    [Fact]
    public Task A_class_that_is_not_compiled_is_gone() => VerifyAsync(
        RecordedProject.After(Sample + Neighbour).Mark("operator sample", RuleId), $"#if NEVER\n{Sample}\n#endif");

    [Fact]
    public Task An_operator_with_another_id_and_another_state_is_gone() => VerifyAsync(
        RecordedProject.After(Sample + Neighbour).Mark("operator sample", RuleId),
        Operator("[State] private partial int Last { get; set; }", id: "\"other\"").Replace("class Sample", "class {|SG4002:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task A_removal_that_is_recorded_is_correct() => VerifyAsync(RecordedProject.After(Sample + Neighbour).Record(Neighbour), "");

    [Fact]
    public Task A_renamed_class_is_the_same_operator() =>
        VerifyAfterAsync(Sample, Sample.Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task An_operator_that_is_wrong_in_itself_is_not_gone() =>
        VerifyAfterAsync(Sample, Operator("[State] private partial {|SG1009:object?|} Count { get; set; }"));

    [Fact]
    public Task An_operator_that_is_there_is_correct() => VerifyAfterAsync(Sample, Sample);

    [Fact]
    public Task An_operator_that_was_removed_and_came_back_is_correct() => VerifyAsync(RecordedProject.After(Sample + Neighbour, Neighbour, Sample + Neighbour), Sample);

    [Fact]
    public Task An_operator_that_moved_into_another_class_is_not_gone() => VerifyAfterAsync(Sample, "internal static partial class Outer { " + Sample + " }");
}
