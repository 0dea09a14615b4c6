using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class UnionTests
{
    private const string Shapes = """
        [UnionCase(0, typeof(Circle))]
        [UnionCase(7, typeof(Square))]
        [UnionCase(300, typeof(Named))]
        internal interface IShape;
        internal sealed record Circle(double Radius) : IShape;
        internal readonly record struct Square(int Side) : IShape;
        internal record Named(string Name, IShape2? Inner) : IShape;
        internal sealed record Other : IShape;
        [UnionCase(1, typeof(Dot))] internal interface IShape2;
        internal sealed record Dot : IShape2;
        """;

    [Fact]
    public async Task A_value_of_each_case_passes_through_a_restore_with_its_type()
    {
        var generated = Generated.From(Shapes, """
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial IShape? Plain { get; set; }
                [State] internal partial ListState<IShape> List { get; }
                [State] internal partial MapState<int, IShape?> Map { get; }
            }

            internal static class Scenario
            {
                private static readonly IShape[] All = [new Circle(1.5), new Square(2), new Named("x", new Dot()), new Named("y", null)];

                private static object? Fill(Op op)
                {
                    op.Plain = All[1];
                    op.List.AddRange(All);
                    op.Map[1] = All[2];
                    op.Map[2] = null;
                    return null;
                }

                private static object? Check(Op op)
                {
                    Expect.Equal(All[1], op.Plain);
                    Expect.Equal(All, op.List.ToArray());
                    Expect.Equal(All[2], op.Map[1]);
                    Expect.Equal(null, op.Map[2]);
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, Fill);
                    host.Do(1, Check);
                    await host.RestoreAsync();
                    host.Do(1, Check);
                    host.Do(1, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        Assert.Contains("union IShape\n  0 = Circle\n  7 = Square\n  300 = Named\n", generated.SchemaOf("Op"), StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public Task A_value_that_is_exactly_of_no_case_is_refused_where_it_is_assigned() => Generated.From(Shapes, """
        internal sealed record Derived(string Name) : Named(Name, null);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial IShape? Plain { get; set; }
            [State] internal partial ListState<IShape> List { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                var error = Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Plain = new Other()));
                Expect.Equal("A Other cannot be stored as IShape, because it is none of its cases: add [UnionCase(tag, typeof(Other))] to that type. (Parameter 'value')", error.Message);
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => { op.List.Add(new Derived("x")); return null; }));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Plain = new Named("\ud800", null)));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task The_bytes_are_an_array_of_tag_and_value_and_an_unknown_tag_is_an_error_of_format() => Generated.From(Shapes, """
        using StateGen.Serialization;
        using Codec = StateGen.Generated.IShapeValueCodec;

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial IShape? Plain { get; set; }
        }

        internal static class Scenario
        {
            private static string Write(IShape shape)
            {
                var writer = new MessagePackWriter([]);
                Codec.Write(ref writer, in shape);
                return Convert.ToHexString(writer.Written);
            }

            private static IShape Read(string bytes)
            {
                var reader = new MessagePackReader(Convert.FromHexString(bytes));
                return Codec.Read(ref reader);
            }

            public static Task RunAsync()
            {
                Expect.Equal("9207" + "9105", Write(new Square(5)));
                Expect.Equal("92CD012C" + "92A178" + "9201" + "90", Write(new Named("x", new Dot())));
                Expect.Equal(new Square(5), Read("92CC079105"));
                Expect.Equal("The stored IShape has the tag 8, which is that of none of its cases.", Expect.Throws<SerializationFormatException>(() => Read("92089105")).Message);
                Expect.Equal("The stored IShape has 3 elements instead of a tag and a value.", Expect.Throws<SerializationFormatException>(() => Read("93079105C0")).Message);
                return Task.CompletedTask;
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public async Task Cases_of_a_generic_union_take_the_arguments_of_the_union()
    {
        var generated = Generated.From("""
            [UnionCase(1, typeof(Some<,>))]
            [UnionCase(2, typeof(Swapped<,>))]
            internal interface IMaybe<T, TOther>;
            internal sealed record Some<T, TOther>(T Value) : IMaybe<T, TOther>;
            internal sealed record Swapped<TOther, T>(T Value, TOther Other) : IMaybe<T, TOther>;

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial IMaybe<string?, int>? A { get; set; }
                [State] internal partial ListState<IMaybe<long, string>> B { get; }
            }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, op => op.A = new Some<string?, int>(null));
                    host.Do(1, op => { op.B.Add(new Swapped<string, long>(5, "x")); return null; });
                    await host.RestoreAsync();
                    host.Do(1, op => { Expect.Equal(new Some<string?, int>(null), op.A); return null; });
                    host.Do(1, op => { Expect.Equal(new Swapped<string, long>(5, "x"), op.B.Single()); return null; });
                }
            }
            """);
        Assert.Contains("union IMaybe`2<string?,int32>\n  1 = Some`2<string?,int32>\n  2 = Swapped`2<int32,string?>\n", generated.SchemaOf("Op"), StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public Task A_private_union_of_the_operator_is_kept() => Generated.From("""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [UnionCase(0, typeof(A))] private interface IPart;
            private sealed record A(int X) : IPart;
            [State] private partial IPart? Part { get; set; }
            internal void Set(int x) => Part = new A(x);
            internal int X => ((A)Part!).X;
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => { op.Set(5); return null; });
                await host.RestoreAsync();
                Expect.Equal("5", host.Do(1, op => op.X));
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [InlineData("[UnionCase(0, typeof(A))] internal interface IU; internal sealed record A;", "IU(A)", "A does not implement IU")]
    [InlineData("[UnionCase(0, typeof(A)), UnionCase(0, typeof(B))] internal interface IU; internal sealed record A : IU; internal sealed record B : IU;", "IU", "two cases of IU have the tag 0")]
    [InlineData("[UnionCase(0, typeof(A)), UnionCase(1, typeof(A))] internal interface IU; internal sealed record A : IU;", "IU", "A is declared as a case of IU twice")]
    [InlineData("[UnionCase(-1, typeof(A))] internal interface IU; internal sealed record A : IU;", "IU", "the tag -1 of a case of IU is negative")]
    [InlineData("[UnionCase(0, typeof(A))] internal interface IU; internal abstract record A : IU;", "IU(A)", "A is not a concrete type")]
    [InlineData("[UnionCase(0, typeof(A))] internal interface IU; [UnionCase(0, typeof(B))] internal record A : IU; internal sealed record B : A;", "IU(A)", "A is itself a union; declare its cases on IU instead")]
    [InlineData("[UnionCase(0, typeof(IU))] internal class IU;", "IU(IU)", "IU cannot be a case of itself; derive a class from it")]
    [InlineData("[UnionCase(0, typeof(A))] internal interface IU; internal sealed record A(object O) : IU;", "IU(A).O", "object has no fixed shape; use a record")]
    [InlineData("[UnionCase(0, typeof(IU))] internal sealed class IU;", "IU", "IU is sealed, so it cannot have union cases")]
    [InlineData("global using IU = Outer.IU; internal static class Outer { [UnionCase(0, typeof(A))] internal interface IU; private sealed record A : IU; }", "IU(A)", "A is less accessible than IU")]
    [InlineData("[UnionCase(0, typeof(A<>))] internal interface IU; internal sealed record A<T> : IU;", "IU", "a case of IU has no type, or a generic type whose arguments cannot be derived from those of IU")]
    public void Cases_that_cannot_be_are_refused(string declarations, string path, string reason) => Refusals.AssertUnsupported(declarations, "IU", path, reason);

    [Fact]
    public void A_case_that_can_be_changed_in_place_is_refused() => Refusals.AssertMutable(
        "[UnionCase(0, typeof(A))] internal interface IU { int X { get; set; } } internal record struct A(int X) : IU;", "IU", "IU(A)", "A is not readonly, so it could be changed through IU; make it readonly");

    [Fact]
    public void A_union_cannot_be_a_key()
    {
        var problem = Assert.Single(Generated.FromWrong("[UnionCase(0, typeof(A))] internal interface IU; internal sealed record A : IU;", Refusals.Operator("[State] internal partial MapState<IU, int> X { get; }")).Problems());
        Assert.Equal(("SG1013", "The key of map state 'X' cannot use IU: IU is a union, and unions cannot be encoded as keys"), (problem.Id, problem.Message));
    }
}
