using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.SG4000;

/// <summary>Finds the declarations of types and members that schemas name.</summary>
internal static class SchemaSymbols
{
    /// <summary>The type or member that a former name is missing at; null when it is declared in another assembly.</summary>
    public static ISymbol? Find(Compilation compilation, FormerNameCandidate candidate) => candidate.MemberName is { } member
        ? Find(compilation, candidate.TypeName, member)
        : compilation.Assembly.GetTypeByMetadataName(candidate.TypeName);

    /// <summary>The member of a type of this compilation; null when it is declared elsewhere.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="path">The member as <c>Type.Member</c>, where the type may have arguments.</param>
    public static ISymbol? Find(Compilation compilation, string path)
    {
        var separator = path.LastIndexOf('.');
        if (separator < 0)
            return null;
        var arguments = path.IndexOf('<');
        var typeName = path.Substring(0, arguments >= 0 && arguments < separator ? arguments : separator);
        return Find(compilation, typeName, path.Substring(separator + 1));
    }

    private static ISymbol? Find(Compilation compilation, string typeName, string member) =>
        compilation.Assembly.GetTypeByMetadataName(typeName)?.GetMembers(member).FirstOrDefault();
}
