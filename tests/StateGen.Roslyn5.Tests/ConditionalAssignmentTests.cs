using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Roslyn5.Tests;

/// <summary>The assignment through <c>?.</c> that C# 14 has is a change like any other.</summary>
public sealed class ConditionalAssignmentTests() : RuleTests("SG2007")
{
    [Fact]
    public Task A_member_that_is_assigned_conditionally_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State(Copy = true)] private partial Order? Last { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Last?[|.Price = value|];
                context.Emit(value);
            }
        }

        internal sealed class Order { public int Price { get; set; } }
        """);

    [Fact]
    public Task A_variable_that_is_assigned_back_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State(Copy = true)] private partial Order? Last { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                var last = Last;
                last?.Price = value;
                Last = last;
            }
        }

        internal sealed class Order { public int Price { get; set; } }
        """);
}
