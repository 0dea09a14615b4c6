namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class NotKeyedOperatorTests() : RuleTests("SG1002")
{
    [Fact]
    public Task A_class_without_a_base_class_is_reported() => VerifyAsync("""
        [Operator("plain")]
        internal sealed partial class [|Plain|];
        """);

    [Fact]
    public Task A_class_with_another_base_class_is_reported() => VerifyAsync("""
        internal abstract class Logic;

        [Operator("plain")]
        internal sealed partial class [|Plain|] : Logic
        {
            [State] private partial long Count { get; set; }

            public long Read() => Count;
        }
        """);

    [Fact]
    public Task A_class_named_as_the_base_class_does_not_count() => VerifyAsync("""
        [Operator("plain")]
        internal sealed partial class [|Plain|] : Mine.KeyedOperator<string, int, int>;

        internal static class Mine
        {
            internal abstract class KeyedOperator<TKey, TIn, TOut>;
        }
        """);

    [Fact]
    public Task A_class_that_derives_from_it_is_correct() => VerifyAsync("""
        [Operator("direct")]
        internal sealed partial class Direct : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_class_that_derives_from_it_through_a_class_with_logic_is_correct() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("far")]
        internal sealed partial class Far : Logic
        {
            [State] private partial long Count { get; set; }
        }
        """);

    [Fact]
    public Task A_class_that_derives_from_it_through_a_generic_class_is_correct() => VerifyAsync("""
        internal abstract class Logic<TKey> : KeyedOperator<TKey, int, int>
            where TKey : notnull
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("far")]
        internal sealed partial class Far : Logic<Guid>;
        """);

    [Fact]
    public Task About_a_base_class_that_does_not_exist_the_compiler_says_enough() => VerifyAsync("""
        [Operator("lost")]
        internal sealed partial class Lost : {|CS0246:Missing|}
        {
            [State] private partial long Count { get; set; }
        }
        """);

    [Fact]
    public Task An_abstract_class_is_reported() => VerifyAsync("""
        [Operator("plain")]
        internal abstract partial class [|Plain|];
        """);

    [Fact]
    public Task A_generic_class_is_reported() => VerifyAsync("""
        [Operator("plain")]
        internal sealed partial class [|Plain|]<TKey>;
        """);

    [Fact]
    public Task A_class_in_the_operator_that_it_serves_is_reported() => VerifyAsync("""
        [Operator("outer")]
        internal sealed partial class Outer : KeyedOperator<string, int, int>
        {
            [Operator("inner")]
            private sealed partial class [|Inner|];

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_abstract_operator_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal abstract partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_class_without_the_attribute_need_not_derive_from_it() => VerifyAsync("""
        internal sealed partial class Plain;
        """);

    [Fact]
    public Task A_base_class_that_another_file_declares_is_correct() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        "internal sealed partial class Sample : KeyedOperator<string, int, int>;");

    [Fact]
    public Task An_alias_of_the_base_class_is_correct() => VerifyFilesAsync("""
        using Base = StateGen.KeyedOperator<string, int, int>;

        [Operator("sample")]
        internal sealed partial class Sample : Base
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);
}
