using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>One mistake gives one problem, at the token that must change, and leaves the rest of the project compiling.</summary>
public class WrongCodeTests
{
    [Theory]
    [InlineData("internal partial int X { get; }", "SG1004", "{ get; }")]
    [InlineData("internal partial int X { set; }", "SG1004", "set")]
    [InlineData("internal partial int X { get; init; }", "SG1004", "init")]
    [InlineData("internal partial MapState<int, int> X { get; set; }", "SG1004", "set")]
    [InlineData("internal partial ListState<int> X { get; init; }", "SG1004", "init")]
    [InlineData("internal partial ReducingState<int, Sum> X { get; set; }", "SG1004", "set")]
    [InlineData("internal static partial ReducingState<int, Sum> X { get; }", "SG1005", "static")]
    [InlineData("internal partial ReducingState<int[], Joined> X { get; }", "SG1010", "ReducingState<int[], Joined>")]
    [InlineData("internal static partial int X { get; set; }", "SG1005", "static")]
    [InlineData("internal partial int this[int index] { get; set; }", "SG1020", "this")]
    [InlineData("internal partial string X { get; set; }", "SG1014", "string")]
    [InlineData("internal partial Base X { get; set; }", "SG1014", "Base")]
    public void A_declaration_that_cannot_work_becomes_a_stub(string property, string id, string at) => AssertStub($"[State] {property}", id, at);

    [Theory]
    [InlineData("object?")]
    [InlineData("dynamic?")]
    [InlineData("Action?")]
    [InlineData("IEnumerable<int>?")]
    [InlineData("nint")]
    [InlineData("Abstract?")]
    [InlineData("Endless?")]
    [InlineData("Growing<int>?")]
    [InlineData("LostInit?")]
    [InlineData("RequiredTwice?")]
    [InlineData("WithoutConstructor?")]
    [InlineData("Exception?")]
    [InlineData("LostMember")]
    public void A_type_without_a_codec_is_refused(string type) => AssertStub($"[State] internal partial {type} X {{ get; set; }}", "SG1009", type);

    [Theory]
    [InlineData("int[]?", "int[]")]
    [InlineData("List<int>?", "List<int>")]
    [InlineData("Dictionary<int, int>?", "Dictionary<int, int>")]
    [InlineData("HashSet<int>?", "HashSet<int>")]
    [InlineData("System.Text.StringBuilder?", null)]
    [InlineData("Settable?", "Settable.Value")]
    [InlineData("SettableField?", "SettableField.Value")]
    [InlineData("SettableInside?", "SettableInside.Value")]
    [InlineData("HiddenField?", "HiddenField._value")]
    [InlineData("SettableStruct", "SettableStruct.Value")]
    [InlineData("Order?", "Order.Customer.Tags")]
    public void A_type_that_can_be_changed_in_place_is_refused_and_the_member_is_named(string type, string? path)
    {
        var property = type == "Order?" ? "[State] internal partial Order? X { get; set; }" : $"[State] internal partial {type} X {{ get; set; }}";
        var problem = AssertStub(property, path is null ? "SG1009" : "SG1010", type);
        if (path is not null)
            Assert.Contains($"cannot hold {path}:", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[State] internal partial MapState<int, List<int>> X { get; }", "SG1010", "MapState<int, List<int>>")]
    [InlineData("[State] internal partial ListState<object> X { get; }", "SG1009", "ListState<object>")]
    [InlineData("[State] internal partial ListState<ListState<int>> X { get; }", "SG1009", "ListState<ListState<int>>")]
    [InlineData("[State] internal partial MapState<object, int> X { get; }", "SG1013", "MapState<object, int>")]
    [InlineData("[State] internal partial MapState<Settable, int> X { get; }", "SG1013", "MapState<Settable, int>")]
    [InlineData("[State] internal partial MapState<int[], int> X { get; }", "SG1013", "MapState<int[], int>")]
    public void Elements_and_map_keys_follow_the_rules_of_their_types(string property, string id, string at) => AssertStub(property, id, at);

    [Theory]
    [InlineData("Ttl", "must be greater than zero")]
    [InlineData("Ttl(Days = 0)", "must be greater than zero")]
    [InlineData("Ttl(Days = 1, Hours = -1)", "has a negative component")]
    [InlineData("Ttl(Days = int.MaxValue)", "exceeds TimeSpan.MaxValue")]
    public void An_invalid_time_to_live_is_refused(string attribute, string fault)
    {
        var problem = AssertStub($"[State, {attribute}] internal partial int X {{ get; set; }}", "SG1011", attribute);
        Assert.Contains(fault, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[State(Name = \"\")] internal partial int X { get; set; }", "SG1019", "\"\"")]
    [InlineData("[State(Name = \"A\")] internal partial int X { get; set; } [State] internal partial int A { get; set; }", "SG1007", null)]
    public void A_state_name_is_not_empty_and_not_used_twice(string properties, string id, string? at)
    {
        var problem = AssertStub(properties, id, at);
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData("[State] internal int X { get; set; }")]
    [InlineData("[State] internal int X => 5;")]
    [InlineData("[State] internal partial int X { get; set; } internal partial int X { get => 1; set { } }")]
    public void A_state_property_must_leave_its_other_half_to_the_generator(string property)
    {
        var generated = Generated.FromWrong(Operator(property));
        Assert.Equal(("SG1003", "X"), Single(generated));
        AssertCompiles(generated);
    }

    [Theory]
    [InlineData("internal partial class Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial struct Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial record Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial record struct Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial interface IOp<in T, out U> { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal static partial class Op { [State] internal static partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal static partial class Op { [State, Ttl(Days = 1)] internal static partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial class Op { [Ttl(Days = 1)] internal partial int X { get; set; } }", "SG1011", "Ttl(Days = 1)")]
    [InlineData("[Operator(\"op\")] internal partial class Op : ProbeOperator<Op, int> { [Ttl(Days = 1)] internal partial int X { get; set; } }", "SG1011", "Ttl(Days = 1)")]
    [InlineData("internal partial class Op { [StateGen.State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial class Op { [global::StateGen.StateAttribute] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal partial class Op { [Ttl(Days = 1)] internal int X { get; set; } }", "SG1011", "Ttl(Days = 1)")]
    [InlineData("internal class Op { [State] internal int X { get; set; } }", "SG1006", "X")]
    public void State_where_it_does_not_belong_is_refused(string source, string id, string at)
    {
        var generated = Generated.FromWrong(source);
        Assert.Equal((id, at), Single(generated));
        AssertCompiles(generated);
    }

    [Fact]
    public void State_in_a_base_class_is_refused_there()
    {
        var generated = Generated.FromWrong("""
            internal abstract partial class Base : ProbeOperator<Op, int>
            {
                [State] internal partial long X { get; set; }
            }

            [Operator("op")]
            internal sealed partial class Op : Base
            {
                [State] internal partial long Y { get; set; }
            }
            """);
        Assert.Equal(("SG1006", "X"), Single(generated));
        AssertCompiles(generated);
    }

    [Theory]
    [InlineData("[Operator(\"op\")] internal sealed partial class Op { [State] internal partial int X { get; set; } }", "SG1002", "Op")]
    [InlineData("[Operator(\"op\")] internal sealed partial class Op : Exception { [State] internal partial int X { get; set; } }", "SG1002", "Op")]
    [InlineData("[Operator(\"op\")] internal sealed partial record Op { [State] internal partial int X { get; set; } }", "SG1002", "Op")]
    [InlineData("[Operator(\"\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } }", "SG1008", "\"\"")]
    [InlineData("[Operator(\" \")] internal sealed partial class Op : ProbeOperator<Op, int>;", "SG1008", "\" \"")]
    [InlineData("[Operator(null!)] internal sealed partial class Op : ProbeOperator<Op, int>;", "SG1008", "null!")]
    [InlineData("[Operator(\"a\")] internal partial class A : ProbeOperator<A, int>; [Operator(\"op\")] internal sealed partial class Op : A { [State] internal partial int X { get; set; } }", "SG1017", "Op")]
    [InlineData("[Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } protected override void ClearState() { } }", "SG1018", "ClearState")]
    [InlineData("[Operator(\"op\")] internal sealed class Op : ProbeOperator<Op, int>;", "SG1001", "Op")]
    public void A_class_that_cannot_be_an_operator_is_refused(string source, string id, string at)
    {
        var generated = Generated.FromWrong(source);
        Assert.Equal((id, at), Single(generated));
        AssertCompiles(generated);
    }

    [Theory]
    [InlineData("object")]
    [InlineData("int[]")]
    [InlineData("System.Uri")]
    [InlineData("List<int>")]
    [InlineData("IComparable")]
    [InlineData("Action")]
    [InlineData("Settable")]
    [InlineData("Recursive")]
    [InlineData("Order")]
    [InlineData("(int A, object B)")]
    public void A_type_that_cannot_be_a_key_is_refused_at_the_key(string type)
    {
        var generated = Generated.FromWrong(Types, $$"""
            [Operator("op")]
            internal sealed partial class Op : KeyedOperator<{{type}}, int, int>
            {
                [State] internal partial int X { get; set; }
                [State] internal partial ListState<int> Y { get; }
                protected override void OnEvent(int value, OperatorContext<int> context) => X += value;
            }
            """);
        Assert.Equal(("SG1013", type), Single(generated));
        AssertCompiles(generated);
    }

    [Theory]
    [InlineData("int?")]
    [InlineData("string?")]
    public void A_key_cannot_be_nullable(string type)
    {
        var generated = Generated.FromWrong($$"""
            #pragma warning disable CS8714
            [Operator("op")]
            internal sealed partial class Op : KeyedOperator<{{type}}, int, int>
            {
                [State] internal partial MapState<{{type}}, int> X { get; }
                protected override void OnEvent(int value, OperatorContext<int> context) { }
            }
            """);
        Assert.All(generated.Problems(), problem => Assert.Equal("SG1013", problem.Id));
    }

    [Fact]
    public void A_stub_throws_and_names_the_diagnostic()
    {
        var type = Generated.FromWrong("internal partial class Op { [State] public partial int X { get; set; } }").Load().GetType("Op")!;
        var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => type.GetProperty("X")!.GetValue(Activator.CreateInstance(type)));
        Assert.Contains("SG1006", Assert.IsType<InvalidOperationException>(thrown.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_state_leaves_the_others_working()
    {
        var generated = Generated.FromWrong(Operator("[State] internal partial int Good { get; set; } [State] internal partial object? Bad { get; set; }"));
        Assert.Equal(("SG1009", "object?"), Single(generated));
        Assert.Contains("__row.Good", generated.File("Op"), StringComparison.Ordinal);
    }

    private const string Types = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        internal readonly struct Joined : IReducer<int[]> { public static int[] Reduce(int[] accumulator, int[] value) => [.. accumulator, .. value]; }
        internal sealed class Settable { public int Value { get; set; } }
        internal sealed class SettableField { public int Value = 1; }
        internal sealed class SettableInside { public int Value { get; private set; } public void Change() => Value++; }
        internal sealed class HiddenField(int value) { private int _value = value; public int Value => _value; public void Change() => _value++; }
        internal struct SettableStruct { public int Value { get; set; } }
        internal abstract record Abstract(int Value);
        internal record Base(int Value);
        internal sealed record Recursive(int Value, Recursive? Next);
        internal sealed record Endless(int Value, Endless Next, int More);
        internal sealed record Growing<T>(T Value, Growing<Growing<T>>? Next);
        internal sealed record LostInit(int Value) { public int Lost { get; private init; } }
        internal sealed class RequiredTwice(int value) { public required int Value { get; init; } = value; }
        internal sealed class WithoutConstructor { private WithoutConstructor(int value) => Value = value; public int Value { get; } public static WithoutConstructor Create() => new(1); }
        internal record struct LostMember(int Value) { public int Lost { get; private set; } }
        internal sealed record Order(int Id, Customer Customer);
        internal sealed record Customer(string Name, List<string> Tags);
        """;

    private static string Operator(string members) => $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            {{members}}
        }
        """;

    private static FoundProblem AssertStub(string properties, string id, string? at)
    {
        var generated = Generated.FromWrong(Types, Operator(properties));
        var problem = Assert.Single(generated.Problems());
        Assert.Equal(id, problem.Id);
        if (at is not null)
            Assert.Equal(at, problem.At);
        AssertCompiles(generated);
        Assert.Contains($"cannot be used because of the build error {id}.", generated.File("Op"), StringComparison.Ordinal);
        return problem;
    }

    private static (string Id, string At) Single(Generated generated)
    {
        var problem = Assert.Single(generated.Problems());
        return (problem.Id, problem.At);
    }

    private static void AssertCompiles(Generated generated)
    {
        Assert.Empty(generated.Errors);
        Assert.Empty(generated.Reported);
    }
}
