using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedOperatorTests() : SchemaRuleTests("SG4002")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task A_new_operator_is_reported_at_its_name() =>
        VerifyAfterAsync("", Operator(Count).Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal), "Operator 'sample' is not recorded");

    [Fact]
    public Task An_operator_without_state_is_reported_too() =>
        VerifyAfterAsync("", Operator("").Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task A_recorded_operator_is_correct() => VerifyAsync(RecordedProject.After(Neighbour).Record(Operator(Count) + Neighbour), Operator(Count));

    [Fact]
    public Task An_operator_whose_removal_is_recorded_and_that_comes_back_is_reported() => VerifyAsync(
        RecordedProject.After(Operator(Count) + Neighbour, Neighbour), Operator(Count).Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task Every_operator_is_reported() => VerifyAfterAsync("",
        Operator(Count).Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal) + Operator("", id: "\"other\"").Replace("class Sample", "class [|Other|]", StringComparison.Ordinal),
        "Operator 'sample' is not recorded", "Operator 'other' is not recorded");

    [Fact]
    public Task An_operator_that_shares_its_types_with_a_recorded_one_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial Money? Paid { get; set; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial Money? Paid { get; set; }", "internal sealed record Money(int Cents);")
            + Operator("[State] private partial ListState<Money> Log { get; }", id: "\"other\"").Replace("class Sample", "class [|Other|]", StringComparison.Ordinal));

    [Fact]
    public Task An_operator_that_was_shipped_is_correct() => VerifyAfterAsync(Operator(Count), Operator(Count));

    [Fact]
    public Task A_class_with_another_name_is_the_recorded_operator() =>
        VerifyAfterAsync(Operator(Count), Operator(Count).Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task A_class_that_is_no_operator_need_not_be_recorded() => VerifyAfterAsync(Operator(Count), Operator(Count, "internal abstract class Logic : KeyedOperator<string, int, int>;"));

    [Fact]
    public Task About_an_operator_that_is_wrong_in_itself_nothing_is_said() =>
        VerifyAfterAsync("", Operator("[State] private partial {|SG1009:object?|} Count { get; set; }"));

    [Fact]
    public Task A_generic_operator_in_another_class_is_reported() => VerifyAfterAsync("", $$"""
        internal static partial class Outer
        {
            [Operator("inner")]
            internal sealed partial class [|Inner|]<T> : KeyedOperator<string, int, T>
            {
                {{Count}}

                protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task A_recorded_operator_that_moved_to_a_namespace_is_correct() => VerifyAfterAsync(Operator(Count), $"namespace Shop {{ {Operator(Count)} }}");
}
