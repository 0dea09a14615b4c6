using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Schemas;

/// <summary>Finds the declarations of members that schemas name.</summary>
internal static class MemberSymbols
{
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
        return compilation.Assembly.GetTypeByMetadataName(typeName)?.GetMembers(path.Substring(separator + 1)).FirstOrDefault();
    }
}
