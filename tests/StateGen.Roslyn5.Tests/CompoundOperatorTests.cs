using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Roslyn5.Tests;

/// <summary>The operators of C# 14 that change their target in place change a copy of state like a method does.</summary>
public sealed class CompoundOperatorTests() : RuleTests("SG2007")
{
    [Theory]
    [InlineData("[|last += value|];")]
    [InlineData("[|last++|];")]
    [InlineData("last += value; Last = last;")]
    [InlineData("last -= value; context.Emit(last.Sum);")]
    public Task An_operator_that_changes_its_target_is_a_change(string code) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State(Copy = true)] private partial Tally? Last { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                var last = Last!;
                {{code}}
                context.Emit(value);
            }
        }

        internal sealed class Tally
        {
            public int Sum { get; set; }

            public void operator +=(int more) => Sum += more;

            public void operator ++() => Sum++;

            public void operator -=(int less) => Console.WriteLine(less);
        }
        """);
}
