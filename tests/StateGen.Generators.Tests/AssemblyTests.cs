using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class AssemblyTests
{
    private const string Library = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App")]

        namespace Shared
        {
            /// <summary>A positional record.</summary>
            /// <param name="Id">Id.</param>
            /// <param name="Name">Name.</param>
            public sealed record Order(int Id, string? Name)
            {
                /// <summary>An init member.</summary>
                public decimal Total { get; init; }
            }

            /// <summary>A key.</summary>
            /// <param name="Name">Name.</param>
            public readonly record struct Customer(string Name);

            internal enum Mood { Good, Bad }

            [Operator("library")]
            internal sealed partial class InLibrary : ProbeOperator<InLibrary, Customer>
            {
                [State] internal partial Order? Order { get; set; }
                [State] internal partial Mood Mood { get; set; }
            }
        }
        """;

    private const string Application = """
        using Shared;

        [Operator("application")]
        internal sealed partial class InApplication : ProbeOperator<InApplication, Customer>
        {
            [State] internal partial Order? Order { get; set; }
            [State] internal partial Mood Mood { get; set; }
        }
        """;

    [Fact]
    public void Types_of_another_assembly_get_codecs_of_their_own_also_where_its_internals_are_visible()
    {
        var library = Generated.From(Library);
        var input = CompilationFactory.Create([Application], "App").AddReferences(library.Output.ToMetadataReference());
        var application = Generated.Run(input);
        Assert.Empty(application.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
        Assert.Equal(library.File("OrderValueCodec"), application.File("OrderValueCodec"));
    }

    [Fact]
    public void Types_look_the_same_from_metadata_as_from_source()
    {
        var library = Generated.From(Library);
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var application = Generated.Run(CompilationFactory.Create([Application], "App").AddReferences(MetadataReference.CreateFromStream(image)));
        Assert.Empty(application.Errors);
        Assert.Equal(library.File("OrderValueCodec"), application.File("OrderValueCodec"));
        Assert.Equal(library.File("CustomerKeyCodec"), application.File("CustomerKeyCodec"));
    }

    [Fact]
    public void Types_of_another_assembly_that_would_lose_data_are_refused_as_far_as_metadata_shows()
    {
        using var image = new MemoryStream();
        Assert.True(Generated.FromWrong("""
            #pragma warning disable CS1591
            namespace Shared;
            public readonly struct Celsius { public Celsius(double value) => Degrees = value; public double Degrees { get; } }
            public readonly struct Money { private readonly long _cents; public Money(long cents) => _cents = cents; public decimal Value => _cents / 100m; }
            public readonly struct Captured(long cents) { public decimal Value => cents / 100m; public int Other { get; init; } }
            public sealed record Reading(double Value) { public Reading(double value, string unitName) : this(value) => Unit = unitName; public string Unit { get; } = "C"; }
            public record Right(int A, string B) { public int Sum => A + 1; }
            public readonly struct Behind { private readonly int _a; public Behind(int a) => _a = a; public int A => _a; }
            """).Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var generated = Generated.Run(CompilationFactory.Create(["""
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Shared.Celsius A { get; set; }
                [State] internal partial Shared.Money B { get; set; }
                [State] internal partial Shared.Captured C { get; set; }
                [State] internal partial Shared.Reading? D { get; set; }
                [State] internal partial Shared.Right? E { get; set; }
                [State] internal partial Shared.Behind F { get; set; }
            }
            """], "App").AddReferences(MetadataReference.CreateFromStream(image)));
        Assert.Equal(["Shared.Celsius", "Shared.Money", "Shared.Captured", "Shared.Reading?"], generated.Problems().Select(problem => problem.At));
    }

    private const string Bases = """
        #pragma warning disable CS1591
        namespace Shared;
        public abstract class Lossy { private readonly int _made = Environment.ProcessId; public int A { get; init; } public int Made() => _made; }
        public abstract class Plain { private readonly int _b; protected Plain(int b) => _b = b; public int A { get; init; } public int B => _b; }
        public abstract record Recorded(int A);
        """;

    private const string Derived = """
        internal sealed class DLossy : Shared.Lossy;
        internal sealed class DPlain(int b) : Shared.Plain(b);
        internal sealed record DRecorded(int A) : Shared.Recorded(A);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial DLossy? A { get; set; }
            [State] internal partial DPlain? B { get; set; }
            [State] internal partial DRecorded? C { get; set; }
        }
        """;

    [Fact]
    public void Private_fields_of_base_classes_in_other_assemblies_are_found_in_their_files() =>
        Assert.Equal(["State 'A' cannot hold DLossy._made: a restore cannot set '_made'; add a constructor parameter with the name and type of the property that returns it, or make that property init-only"], ProblemsOverBases(new()));

    [Fact]
    public void Base_classes_whose_private_fields_nobody_can_see_are_refused() => Assert.Equal(
    [
        "State 'A' cannot hold DLossy: DLossy derives from Lossy, whose private fields are not visible in the referenced assembly, so a restore might lose them; make Lossy a record, or register a codec for DLossy with [assembly: UseCodec]",
        "State 'B' cannot hold DPlain: DPlain derives from Plain, whose private fields are not visible in the referenced assembly, so a restore might lose them; make Plain a record, or register a codec for DPlain with [assembly: UseCodec]",
    ], ProblemsOverBases(new(metadataOnly: true, includePrivateMembers: false)));

    private static IEnumerable<string> ProblemsOverBases(EmitOptions options)
    {
        using var image = new MemoryStream();
        Assert.True(Generated.From(Bases).Output.Emit(image, options: options, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var problems = Generated.Run(CompilationFactory.Create([Derived], "App").AddReferences(MetadataReference.CreateFromStream(image))).Problems();
        Assert.All(problems, problem => Assert.Equal("SG1009", problem.Id));
        return problems.Select(problem => problem.Message);
    }
}
