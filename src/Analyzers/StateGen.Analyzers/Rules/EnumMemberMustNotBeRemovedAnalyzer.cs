using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4013. Reports states whose shipped values may be members of an enum that are gone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EnumMemberMustNotBeRemovedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.EnumMemberRemoved);
