namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class OperatorDerivesFromOperatorTests() : RuleTests("SG1017")
{
    [Fact]
    public Task An_operator_that_derives_from_an_operator_is_reported() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class [|Derived|] : Base
        {
            [State] private partial long Sum { get; set; }
        }
        """);

    [Fact]
    public Task An_operator_that_derives_from_an_abstract_operator_is_reported() => VerifyAsync("""
        [Operator("base")]
        internal abstract partial class Base : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class [|Derived|] : Base;
        """);

    [Fact]
    public Task A_class_between_the_two_does_not_help() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal class Between : Base;

        [Operator("derived")]
        internal sealed partial class [|Derived|] : Between;
        """);

    [Fact]
    public Task Operators_may_derive_from_one_class_with_logic() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("first")]
        internal sealed partial class First : Logic
        {
            [State] private partial long Count { get; set; }
        }

        [Operator("second")]
        internal sealed partial class Second : Logic;
        """);

    [Fact]
    public Task A_class_that_is_no_operator_may_derive_from_an_operator() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed class Derived : Base;
        """);

    [Fact]
    public Task An_operator_nested_in_an_operator_does_not_derive_from_it() => VerifyAsync("""
        [Operator("outer")]
        internal sealed partial class Outer : KeyedOperator<string, int, int>
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_that_derives_from_a_generic_operator_is_reported() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base<T> : KeyedOperator<string, int, T>
        {
            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class [|Derived|] : Base<long>;
        """);

    [Fact]
    public Task Every_operator_further_down_is_reported() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("middle")]
        internal partial class [|Middle|] : Base;

        [Operator("last")]
        internal sealed partial class [|Last|] : Middle;
        """);

    [Fact]
    public Task An_operator_nested_in_its_base_is_reported() => VerifyAsync("""
        [Operator("base")]
        internal partial class Base : KeyedOperator<string, int, int>
        {
            [Operator("derived")]
            internal sealed partial class [|Derived|] : Base;

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_may_be_generic_over_another_one() => VerifyAsync("""
        internal abstract class Logic<T> : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("first")]
        internal sealed partial class First : Logic<int>;

        [Operator("second")]
        internal sealed partial class Second : Logic<First>;
        """);

    [Fact]
    public Task An_operator_may_be_abstract() => VerifyAsync("""
        [Operator("base")]
        internal abstract partial class Base : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_may_hold_another_one() => VerifyAsync("""
        [Operator("first")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("second")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            public static First Other() => new();

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_operator_that_derives_from_one_in_another_file_is_reported() => VerifyFilesAsync(
        "[Operator(\"derived\")] internal sealed partial class [|Derived|]; internal sealed partial class Derived : Shop.Base;",
        """
        namespace Shop
        {
            [Operator("base")]
            internal partial class Base : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task A_base_class_whose_attribute_is_from_elsewhere_is_no_operator() => VerifyAsync("""
        [Mine.Operator]
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class Derived : Logic;

        internal static class Mine
        {
            internal sealed class OperatorAttribute : Attribute;
        }
        """);
}
