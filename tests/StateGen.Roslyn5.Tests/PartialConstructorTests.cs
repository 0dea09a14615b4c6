using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Roslyn5.Tests;

/// <summary>A constructor in two parts, which C# 14 has, runs without a current key like any other.</summary>
public sealed class PartialConstructorTests() : RuleTests("SG2002")
{
    [Fact]
    public Task State_in_a_partial_constructor_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            public partial Sample(int start);

            public partial Sample(int start)
            {
                [|Count|] = start;
            }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value);
        }
        """);

    [Fact]
    public Task What_callbacks_do_is_reported_beside_a_partial_constructor() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private int {|SG2001:_sum|};

            [State] private partial int Count { get; set; }

            public partial Sample(int start);

            public partial Sample(int start) => Console.WriteLine(start);

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Task.Run(() => {|SG2005:Count|}++);
                context.Emit(_sum += value);
            }
        }
        """);

    [Fact]
    public Task A_partial_constructor_without_state_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private readonly int _start;

            [State] private partial int Count { get; set; }

            public partial Sample(int start);

            public partial Sample(int start) => _start = start;

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value + _start);
        }
        """);
}
