using StateGen.CodeFixes.SG1000;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class OperatorNotPartialTests() : RuleTests("SG1001")
{
    [Fact]
    public Task An_operator_that_is_not_partial_is_reported_at_its_name() => VerifyAsync("""
        [Operator("plain")]
        internal sealed class [|Plain|] : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task With_state_in_it_it_is_reported_all_the_same() => VerifyAsync("""
        [Operator("plain")]
        internal sealed class [|Plain|] : KeyedOperator<string, int, int>
        {
            [State] private partial long {|CS0751:{|CS9248:Count|}|} { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_type_around_an_operator_that_is_not_partial_is_reported() => VerifyAsync("""
        internal static class [|Outer|]
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                [State] private partial long {|CS9248:Count|} { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task Every_type_around_it_counts() => VerifyAsync("""
        internal static class [|Outer|]
        {
            internal static partial class Middle
            {
                [Operator("inner")]
                internal sealed partial class Inner : KeyedOperator<string, int, int>
                {
                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }
            }
        }
        """);

    [Fact]
    public Task About_one_of_several_declarations_that_is_not_partial_the_compiler_says_enough() => VerifyAsync("""
        [Operator("split")]
        internal sealed partial class Split : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed class {|CS0260:Split|};
        """);

    [Fact]
    public Task A_partial_operator_is_correct() => VerifyAsync("""
        [Operator("whole")]
        internal sealed partial class Whole : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_partial_operator_in_partial_types_is_correct() => VerifyAsync("""
        internal static partial class Outer
        {
            internal partial record struct Middle
            {
                [Operator("inner")]
                internal sealed partial class Inner : KeyedOperator<string, int, int>
                {
                    [State] private partial long Count { get; set; }

                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }
            }
        }
        """);

    [Fact]
    public Task Several_partial_declarations_are_correct() => VerifyAsync("""
        [Operator("split")]
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
    public Task A_class_that_is_no_operator_need_not_be_partial() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task The_fix_makes_a_class_and_every_type_around_it_partial() => VerifyFixAsync<OperatorNotPartialCodeFixProvider>("""
        static class Outer
        {
            // What stands before it stays.
            internal record struct Middle
            {
                [Operator("inner")]
                sealed class [|Inner|] : KeyedOperator<string, int, int>
                {
                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }

                [Operator("other")]
                class [|Other|] : KeyedOperator<string, int, int>
                {
                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }
            }
        }
        """, """
        static partial class Outer
        {
            // What stands before it stays.
            internal partial record struct Middle
            {
                [Operator("inner")]
                sealed partial class Inner : KeyedOperator<string, int, int>
                {
                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }

                [Operator("other")]
                partial class Other : KeyedOperator<string, int, int>
                {
                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }
            }
        }
        """);

    [Fact]
    public Task The_fix_is_there_for_what_the_generator_reports_in_a_type_around() => VerifyFixAsync<OperatorNotPartialCodeFixProvider>("""
        class [|Outer|]
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                [State] private partial long {|CS9248:Count|} { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """, """
        partial class Outer
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                [State] private partial long Count { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task A_generic_operator_that_is_partial_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedOperator<string, int, T>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_generic_operator_that_is_not_partial_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed class [|Sample|]<T> : KeyedOperator<string, int, T>
        {
            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_interface_around_an_operator_that_is_not_partial_is_reported() => VerifyAsync("""
        internal interface [|IOuter|]
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task A_class_in_an_operator_need_not_be_partial() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial Tally? Last { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Last = new(value);

            internal sealed record Tally(int Count);
        }
        """);

    [Fact]
    public Task Partial_declarations_in_several_files_are_correct() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>;
        """,
        """
        internal partial class Sample
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    // Editors and "dotnet format" offer fixes for diagnostics of analyzers and of the compiler, but not for those of the generator.
    [Fact]
    public async Task The_fix_is_offered_for_the_error_of_the_compiler_about_its_state()
    {
        const string Code = """
            internal class Outer
            {
                [Operator("sample")]
                internal sealed class Sample : KeyedOperator<string, int, int>
                {
                    [State] private partial long Count { get; set; }
                    [State] private partial long Sum { get; set; }

                    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
                }
            }
            """;
        var expected = Code.Replace(" class", " partial class", StringComparison.Ordinal);
        var fix = new FixedCode(new OperatorNotPartialCodeFixProvider(), "CS9248");
        Assert.Equal(expected, await fix.FixOneByOneAsync(Code));
        Assert.Equal(expected, await fix.FixAllAsync(Code));
    }

    [Fact]
    public async Task The_fix_is_not_offered_for_a_partial_property_of_another_class() =>
        Assert.Empty(await new FixedCode(new OperatorNotPartialCodeFixProvider(), "CS9248").FindTitlesAsync("class Other { partial int Count { get; } }"));
}
