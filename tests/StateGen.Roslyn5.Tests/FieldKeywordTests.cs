using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Roslyn5.Tests;

/// <summary>What C# 14 hides behind <c>field</c> is memory too.</summary>
public sealed class FieldKeywordTests() : RuleTests("SG2001")
{
    [Fact]
    public Task A_property_over_field_that_a_callback_sets_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private int [|Highest|] { get; set => field = Math.Max(field, value); }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Highest = value;
                context.Emit(Highest);
            }
        }
        """);

    [Fact]
    public Task A_property_over_field_that_is_made_once_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private string Directory => field ??= AppContext.BaseDirectory;

            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value + Directory.Length);
        }
        """);

    [Fact]
    public Task State_beside_extension_members_is_correct() => VerifyAsync("""
        internal static class Numbers
        {
            extension(int number)
            {
                public bool IsLarge => number > 1000;

                public static int Limit => 1000;
            }
        }

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            [State] private partial MapState<int, string> Names { get; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                if (Count.IsLarge)
                    context.Emit(int.Limit);
                Names[value] = nameof(List<>);
                Count++;
            }
        }
        """);
}
