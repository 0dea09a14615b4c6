using Microsoft.CodeAnalysis;
using StateGen.Generators.Tests.Schemas;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class MissingSchemaFilesTests() : SchemaRuleTests("SG4001")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    private static readonly string Sample = Operator(Count);
    private static readonly string Marked = Mark(Sample);

    [Fact]
    public Task An_operator_is_reported_at_its_name() => VerifyAsync(new RuleCase(RuleId, [Marked], []), "The state of operator 'sample' is not recorded");

    [Fact]
    public Task An_operator_without_state_is_reported_too() => VerifyAloneAsync(Mark(Operator("")));

    [Fact]
    public Task Every_operator_is_reported() => VerifyAsync(
        new RuleCase(RuleId, [Marked, Neighbour.Replace("class Neighbour", "class [|Neighbour|]", StringComparison.Ordinal)], []),
        "The state of operator 'sample'", "The state of operator 'neighbour'");

    [Fact]
    public Task An_operator_in_several_files_is_reported_once() => VerifyAsync(
        new RuleCase(RuleId, [Mark(Operator("")), "internal sealed partial class Sample { [State] private partial long Count { get; set; } }"], []));

    [Fact]
    public Task A_generic_operator_in_another_class_is_reported() => VerifyAloneAsync($$"""
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
    public Task The_operator_is_reported_and_not_the_class_that_holds_its_logic() => VerifyAloneAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("sample")]
        internal sealed partial class [|Sample|] : Logic;
        """);

    [Fact]
    public Task Files_of_other_names_record_nothing() => VerifyAloneAsync(
        Marked, new InMemoryFile("/project/notes.txt", ""), new InMemoryFile("/project/Old.StateSchema.Shipped.txt", ""), new InMemoryFile("/project/StateSchema.Shipped.txt/readme.txt", ""));

    [Fact]
    public Task The_file_of_what_was_shipped_is_enough() => VerifyAloneAsync(Sample, [.. RecordedProject.After(Sample).Files.Take(1)]);

    [Fact]
    public Task The_file_of_what_was_not_shipped_is_enough() => VerifyAloneAsync(Sample, [.. new RecordedProject().Record(Sample).Files.Skip(1)]);

    [Fact]
    public Task Of_an_operator_that_the_files_lack_another_rule_speaks() => VerifyAloneAsync(Sample.Replace("class Sample", "class {|SG4002:Sample|}", StringComparison.Ordinal), [.. new RecordedProject().Files]);

    [Fact]
    public Task A_path_of_windows_is_the_same_file() => VerifyAloneAsync(Sample, new InMemoryFile("C:\\project\\StateSchema.Unshipped.txt", new RecordedProject().Record(Sample).Unshipped));

    [Fact]
    public Task An_operator_that_is_wrong_in_itself_cannot_be_recorded() => VerifyAloneAsync(Operator("[State] private partial {|SG1009:object?|} Count { get; set; }"));

    [Fact]
    public Task A_class_that_is_no_operator_need_not_be_recorded() => VerifyAloneAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_class_with_an_attribute_from_elsewhere_need_not_be_recorded() => VerifyAloneAsync("""
        internal sealed class OperatorAttribute : Attribute;

        [global::Operator]
        internal sealed class Plain;
        """);

    private static string Mark(string code) => code.Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal);

    // The neighbour of other rules is an operator that should be recorded.
    private Task VerifyAloneAsync(string marked, params AdditionalText[] additionalFiles) => VerifyAsync(new RuleCase(RuleId, [marked], [.. additionalFiles]));
}
