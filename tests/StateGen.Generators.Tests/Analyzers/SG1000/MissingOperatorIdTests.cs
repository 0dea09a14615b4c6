using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class MissingOperatorIdTests() : RuleTests("SG1008")
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

    [Fact]
    public Task The_fix_writes_the_words_of_the_name() => VerifyFixAsync<MissingOperatorIdCodeFixProvider>(
        Operator("[|\"\"|]", "HTTPOrderTotals2") + Operator("id: [|null!|]", "Late_Orders"),
        Operator("\"http-order-totals2\"", "HTTPOrderTotals2") + Operator("id: \"late-orders\"", "Late_Orders"));

    [Fact]
    public Task No_fix_takes_the_id_of_another_operator() =>
        VerifyNoFixAsync<MissingOperatorIdCodeFixProvider>(Operator("[|\"\"|]", "OrderTotals") + Operator("\"order-totals\"", "Other"));

    [Fact]
    public Task No_fix_gives_two_operators_one_id() => VerifyNoFixAsync<MissingOperatorIdCodeFixProvider>(
        Operator("[|\"\"|]", "OrderTotals") + $"namespace Late {{ {Operator("[|\"\"|]", "OrderTotals")} }}");

    [Fact]
    public Task No_fix_replaces_a_constant() =>
        VerifyNoFixAsync<MissingOperatorIdCodeFixProvider>(Operator("[|Ids.None|]", "OrderTotals") + "internal static class Ids { public const string None = \"\"; }");

    private static string Operator(string argument, string name) => $$"""
        [Operator({{argument}})]
        internal sealed partial class {{name}} : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        """;

    [Fact]
    public Task A_sum_of_constants_is_correct() => VerifyAsync("""
        [Operator("orders" + "/" + nameof(Sample))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_empty_id_beside_a_backend_is_reported() => VerifyAsync(Operator("[|\"\"|], Backend = typeof(MemoryBackend)", "Sample"));

    [Fact]
    public Task A_sum_of_constants_that_is_empty_is_reported() => VerifyAsync(
        Operator("[|Ids.None + \"\"|]", "Sample") + "internal static class Ids { public const string None = \"\"; }");

    [Fact]
    public Task A_default_is_reported() => VerifyAsync(Operator("[|default!|]", "Sample"));

    [Fact]
    public Task A_text_in_which_constants_stand_is_correct() => VerifyAsync(
        Operator("$\"{Ids.Shop}/orders\"", "Sample") + "internal static class Ids { public const string Shop = \"shop\"; }");

    [Fact]
    public Task Blanks_in_an_id_are_correct() => VerifyAsync(Operator("\" - \"", "Sample"));

    [Fact]
    public Task A_class_that_is_no_operator_needs_no_id() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);
}
