namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class DuplicateOperatorIdTests() : RuleTests("SG1016")
{
    [Fact]
    public Task The_second_operator_of_an_id_is_reported() => VerifyAsync("""
        [Operator("orders")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator([|"orders"|])]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Every_further_operator_of_an_id_is_reported() => VerifyAsync("""
        [Operator("orders")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator([|"orders"|])]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator(id: [|"orders"|])]
        internal sealed partial class Third : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_nested_in_another_is_reported() => VerifyAsync("""
        [Operator("orders")]
        internal sealed partial class Outer : KeyedOperator<string, int, int>
        {
            [Operator([|"orders"|])]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_constant_is_compared_by_its_value() => VerifyAsync("""
        internal static class Ids
        {
            public const string Orders = "orders";
        }

        [Operator("orders")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator([|Ids.Orders|])]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Different_ids_are_correct() => VerifyAsync("""
        [Operator("first")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("second")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Ids_that_differ_in_case_are_different() => VerifyAsync("""
        [Operator("orders")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("Orders")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_id_may_be_the_name_of_another_operator() => VerifyAsync("""
        [Operator("Second")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("First")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Several_declarations_of_an_operator_are_one_operator() => VerifyAsync("""
        [Operator("orders")]
        internal sealed partial class Split : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed partial class Split
        {
            [State] private partial long Count { get; set; }
        }
        """);

    [Fact]
    public Task Empty_ids_are_not_the_same_id() => VerifyAsync("""
        [Operator({|SG1008:""|})]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator({|SG1008:""|})]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_in_another_namespace_is_reported() => VerifyAsync("""
        namespace First
        {
            [Operator("same")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }

        namespace Second
        {
            [Operator([|"same"|])]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task Operators_of_one_class_name_and_different_type_parameters_are_reported() => VerifyAsync("""
        [Operator("same")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator([|"same"|])]
        internal sealed partial class Sample<T> : KeyedOperator<string, int, T>
        {
            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }
        """);

    [Fact]
    public Task Ids_that_differ_in_a_blank_are_different() => VerifyAsync("""
        [Operator("same")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("same ")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_in_another_file_is_reported() => VerifyFilesAsync(
        """
        [Operator("same")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        """
        internal static partial class Outer
        {
            [Operator(id: [|"same"|], Backend = typeof(MemoryBackend))]
            internal sealed partial class Second : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task An_attribute_from_elsewhere_gives_no_id() => VerifyAsync("""
        [Operator("same")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Mine.Operator("same")]
        internal sealed class Second;

        internal static class Mine
        {
            internal sealed class OperatorAttribute(string id) : Attribute
            {
                public string Id => id;
            }
        }
        """);
}
