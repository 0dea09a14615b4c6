using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4014. Reports states whose enum members have other numbers than recorded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EnumMemberRenumberingMustBeRecordedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.EnumMemberRenumbered);
