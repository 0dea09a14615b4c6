using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>
/// The hand-written codecs that a compilation registers, and those that the assemblies do which it references. Found once per compilation; of the
/// referenced assemblies only those are looked at that reference the runtime themselves.
/// </summary>
internal sealed class ExternalCodecs
{
    private const string Runtime = "StateGen";

    private static readonly ConditionalWeakTable<Compilation, ExternalCodecs> Known = new();

    private readonly ILookup<string, ExternalCodec> _own;
    private readonly ILookup<string, ExternalCodec> _referenced;

    private ExternalCodecs(Compilation compilation)
    {
        _own = Index(CodecRegistrations.Find(compilation.Assembly, compilation));
        _referenced = Index(compilation.SourceModule.ReferencedAssemblySymbols.Where(ReferencesRuntime)
            .SelectMany(assembly => CodecRegistrations.Find(assembly, compilation)));
    }

    public static ExternalCodecs Of(Compilation compilation) => Known.GetValue(compilation, static key => new(key));

    /// <summary>The codecs for a type, at best one: those of the compilation itself go before those of assemblies that it references.</summary>
    public IReadOnlyList<ExternalCodec> Find(ITypeSymbol type)
    {
        var name = NameOf(type);
        var own = _own[name].ToArray();
        return own.Length > 0 ? own : [.. _referenced[name]];
    }

    private static ILookup<string, ExternalCodec> Index(IEnumerable<ExternalCodec> codecs) =>
        codecs.ToLookup(codec => NameOf(codec.Type), StringComparer.Ordinal);

    private static string NameOf(ITypeSymbol type) => TypeNames.InCode(ObliviousTypes.Declare(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    private static bool ReferencesRuntime(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Runtime));
}
