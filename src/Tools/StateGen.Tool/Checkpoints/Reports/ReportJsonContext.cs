using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>Defines the JSON form of the reports: every member is always there, in the order of its declaration.</summary>
[JsonSerializable(typeof(ListReport))]
[JsonSerializable(typeof(ShowReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(PruneReport))]
[JsonSerializable(typeof(RepairReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext
{
    /// <summary>The context with the options of the reports.</summary>
    public static readonly ReportJsonContext Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    });
}
