namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class OperatorMustHaveIdAnalyzerTests() : RuleTests("SG1008")
{
    [Fact]
    public Task An_empty_id_is_reported() => VerifyAsync("""
        [Operator([|""|])]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_blank_id_is_reported() => VerifyAsync("""
        [Operator(id: [|" \t"|])]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Null_is_reported() => VerifyAsync("""
        [Operator([|null!|])]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_constant_that_is_empty_is_reported() => VerifyAsync("""
        [Operator([|Id|])]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private const string Id = "";

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task About_an_id_that_was_left_out_the_compiler_says_enough() => VerifyAsync("""
        [{|CS7036:Operator|}]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task About_an_id_that_is_no_constant_the_compiler_says_enough() => VerifyAsync("""
        [Operator({|CS0182:Id|})]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private static string Id => "orders";

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_id_is_correct() => VerifyAsync("""
        [Operator("orders v2")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_constant_is_correct() => VerifyAsync("""
        [Operator(Id)]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private const string Id = "orders";

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task The_name_of_the_class_is_correct() => VerifyAsync("""
        [Operator(nameof(Sample))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);
}
