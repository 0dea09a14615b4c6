using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class HintNameTests
{
    [Fact]
    public void Names_that_look_alike_give_different_files()
    {
        const string members = "{ [State] internal partial Value? X { get; set; } internal sealed record Value(int A); }";
        var generated = Generated.From(
            $"namespace A.B {{ [Operator(\"1\")] internal sealed partial class C : ProbeOperator<C, int> {members} }}",
            $"namespace A {{ internal static partial class B2 {{ [Operator(\"2\")] internal sealed partial class C : ProbeOperator<C, int> {members} }} }}",
            $"namespace A.B2_ {{ [Operator(\"3\")] internal sealed partial class C : ProbeOperator<C, int> {members} }}",
            $"namespace A {{ [Operator(\"4\")] internal sealed partial class B_C : ProbeOperator<B_C, int> {members} }}",
            $"namespace A {{ [Operator(\"5\")] internal sealed partial class G : ProbeOperator<G, int> {members} }}",
            $"namespace A {{ [Operator(\"6\")] internal sealed partial class G<T> : ProbeOperator<G<T>, int> {{ [State] internal partial int X {{ get; set; }} }} }}",
            $"namespace A {{ [Operator(\"7\")] internal sealed partial class G<T, U> : ProbeOperator<G<T, U>, int> {{ [State] internal partial int X {{ get; set; }} }} }}",
            $"[Operator(\"8\")] internal sealed partial class C : ProbeOperator<C, int> {members}",
            $"[Operator(\"9\")] internal sealed partial class Ünïcödé : ProbeOperator<Ünïcödé, int> {members}");
        Assert.Equal(17, generated.Files.Count);
    }

    [Fact]
    public void Names_that_differ_in_case_alone_give_different_files()
    {
        var generated = Generated.From("""
            namespace A
            {
                internal sealed record Value(int X);
                internal sealed record VALUE(int X);

                [Operator("1")]
                internal sealed partial class Op : ProbeOperator<Op, int>
                {
                    [State] internal partial Value? X { get; set; }
                    [State] internal partial VALUE? Y { get; set; }
                }

                [Operator("2")]
                internal sealed partial class OP : ProbeOperator<OP, int>
                {
                    [State] internal partial Value? X { get; set; }
                }
            }
            """);
        Assert.Equal(5, generated.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_very_long_name_is_cut_and_stays_unique()
    {
        var name = new string('N', 300);
        var generated = Generated.From(
            $"[Operator(\"1\")] internal sealed partial class {name}A : ProbeOperator<{name}A, int>;",
            $"[Operator(\"2\")] internal sealed partial class {name}B : ProbeOperator<{name}B, int>;");
        Assert.Equal(2, generated.Files.Count);
        Assert.All(generated.Files.Keys, hint => Assert.InRange(hint.Length, 1, 150));
    }
}
