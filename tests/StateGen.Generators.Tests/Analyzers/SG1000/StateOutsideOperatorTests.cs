namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StateOutsideOperatorTests() : RuleTests("SG1006")
{
    [Fact]
    public Task State_in_a_base_class_is_reported() => VerifyAsync("""
        internal abstract partial class Logic : KeyedOperator<string, int, int>
        {
            [State] protected partial long [|Count|] { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class Derived : Logic;
        """);

    [Fact]
    public Task State_in_a_class_without_the_attribute_is_reported() => VerifyAsync("""
        internal sealed partial class Forgotten : KeyedOperator<string, int, int>
        {
            [State] private partial long [|Count|] { get; set; }
            [State] private partial MapState<string, int> [|Totals|] { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_in_a_class_nested_in_an_operator_is_reported() => VerifyAsync("""
        [Operator("outer")]
        internal sealed partial class Outer : KeyedOperator<string, int, int>
        {
            private sealed partial class Inner
            {
                [State] internal partial long [|Count|] { get; set; }
            }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_that_is_not_partial_is_reported_once() => VerifyAsync("""
        internal sealed class Plain
        {
            [State] internal long [|Count|] { get; set; }
        }
        """);

    [Fact]
    public Task State_in_an_interface_is_reported() => VerifyAsync("""
        internal partial interface ICounting
        {
            [State] long [|Count|] { get; set; }
        }
        """);

    [Fact]
    public Task State_in_a_class_that_cannot_be_added_to_is_reported_although_the_compiler_reports_it_too() => VerifyAsync("""
        internal sealed class Plain
        {
            [State] internal partial long {|CS0751:{|CS9248:[|Count|]|}|} { get; set; }
        }
        """);

    [Fact]
    public Task State_in_an_operator_is_correct() => VerifyAsync("""
        [Operator("counting")]
        internal sealed partial class Counting : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_base_class_may_have_other_properties() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected long Count { get; set; }
            protected abstract long Total { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class Derived : Logic
        {
            [State] protected override partial long Total { get; set; }
        }
        """);

    [Fact]
    public Task State_in_an_operator_nested_in_an_operator_is_correct() => VerifyAsync("""
        [Operator("outer")]
        internal sealed partial class Outer : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                [State] private partial long Count { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_in_another_declaration_of_the_operator_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed partial class Sample
        {
            [State] private partial long Count { get; set; }
        }
        """);

    [Fact]
    public Task State_in_an_operator_nested_in_another_class_is_correct() => VerifyAsync("""
        internal partial class Outer
        {
            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial long Count { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task State_in_a_generic_operator_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedOperator<string, int, T>
        {
            [State] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_in_a_struct_is_reported() => VerifyAsync("""
        internal partial struct Totals
        {
            [State] internal partial long [|Count|] { get; set; }
        }
        """);

    [Fact]
    public Task State_in_a_generic_base_class_in_another_file_is_reported() => VerifyFilesAsync(
        """
        internal abstract partial class Logic<T> : KeyedOperator<string, T, int>
        {
            [State] protected partial long [|Count|] { get; set; }
        }
        """,
        """
        [Operator("sample")]
        internal sealed partial class Sample : Logic<int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);
        }
        """);

    [Fact]
    public Task A_property_that_a_base_class_asks_for_is_correct() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected abstract long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Count += value;
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic
        {
            [State] protected override partial long Count { get; set; }
        }
        """);
}
