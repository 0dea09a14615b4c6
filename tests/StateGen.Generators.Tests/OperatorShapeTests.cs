using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class OperatorShapeTests
{
    [Fact]
    public Task Operators_nest_in_every_kind_of_partial_type_and_constraints_are_not_repeated() => Generated.From("""
        namespace Outside
        {
            internal static partial class A<T> where T : class, new()
            {
                internal readonly partial struct B
                {
                    internal partial record C<U>(U Value) where U : notnull
                    {
                        internal readonly partial record struct D
                        {
                            internal partial interface I<TIn, TOut>
                            {
                                [Operator("op")]
                                internal sealed partial class Op : ProbeOperator<Op, int>
                                {
                                    [State] internal partial long Count { get; set; }
                                    [State] internal partial ListState<long> List { get; }
                                }
                            }
                        }
                    }
                }
            }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Outside.A<object>.B.C<int>.D.I<int, int>.Op, int>.OpenAsync();
                Expect.Equal("1", host.Do(1, op => ++op.Count));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task An_operator_may_be_generic_as_long_as_its_state_is_not() => Generated.From("""
        [Operator("op")]
        internal sealed partial class Op<T> : ProbeOperator<Op<T>, string> where T : struct
        {
            private readonly record struct Inner(int Value);

            [State] internal partial long Count { get; set; }
            [State] private partial Inner Nested { get; set; }

            internal int Next() => (Nested = new Inner(Nested.Value + 1)).Value;
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op<int>, string>.OpenAsync();
                host.Do("a", op => op.Next());
                await host.RestoreAsync();
                Expect.Equal("2", host.Do("a", op => op.Next()));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void Partial_declarations_in_several_files_become_one_file()
    {
        var generated = Generated.From(
            """
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial long A { get; set; }
            }
            """,
            """
            internal sealed partial class Op
            {
                [State] internal partial long B { get; set; }
            }
            """,
            """
            internal partial class Op
            {
                internal void Use() => A += B;
            }
            """);
        Assert.Equal(["Op.g.cs"], generated.Files.Keys);
    }

    [Fact]
    public void Several_operators_in_one_file_share_the_codecs_of_their_types()
    {
        var generated = Generated.From("""
            namespace Shop;

            internal sealed record Order(int Id);

            [Operator("a")]
            internal sealed partial class A : ProbeOperator<A, Order>
            {
                [State] internal partial Order? Value { get; set; }
            }

            [Operator("b")]
            internal sealed partial class B : ProbeOperator<B, Order>
            {
                [State] internal partial Order? Value { get; set; }
            }
            """);
        Assert.Equal(["Shop.A.g.cs", "Shop.B.g.cs", "StateGen.Generated.CodecRegistrations.g.cs", "StateGen.Generated.Shop_OrderKeyCodec.g.cs", "StateGen.Generated.Shop_OrderValueCodec.g.cs"], generated.Files.Keys.Order());
    }
}
