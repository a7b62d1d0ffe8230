"""Of each alert: series for which it fires, and some for which it must stay silent, each looked at at a
time. Series are written as promtool writes them: "0+1x60" = 61 samples, a minute apart, from 0 on by 1.

Silent cases are near misses: just at the threshold, not for long enough, another label, a counter that
starts anew.
"""

ID = 'job="muster", instance="a"'


class Case:
    def __init__(self, at, severity, fires, silent):
        self.at = at
        self.severity = severity
        self.fires = fires
        self.silent = silent


def series(metric, values, /, **labels):
    inside = ", ".join([ID, *(f'{label}="{value}"' for label, value in labels.items())])
    return {metric + "{" + inside + "}": values}


def gauge(name, at, severity, over, under, silent=(), /, **labels):
    """An alert on a level: fires at `over`, not at `under`."""
    return Case(at, severity, series(name, over, **labels),
                [series(name, under, **labels), *silent])


def alarm(name, severity, held="1m"):
    """An alert on an alarm of the program, which has no series while there is none."""
    silent = [series("muster_alarm", "1x60", name="something_else")]
    if held != "1m":  # it was there, and went in time
        silent.append(series("muster_alarm", "_x10 1 _x60", name=name))
    return Case("20m", severity, series("muster_alarm", "_x3 1x60", name=name), silent)


def counted(name, severity, few, many, /, at="30m", **labels):
    """An alert on a counter: by its growth in a minute. What was counted long ago is silent, and so is
    a start anew from 0."""
    return Case(at, severity, series(name, f"0+{many}x60", **labels),
                [series(name, f"0+{few}x60", **labels), series(name, "5000x60", **labels),
                 series(name, "5000x20 0x40", **labels)])


def merged(*parts):
    return {name: values for part in parts for name, values in part.items()}


CASES = {
    # service.yml
    "MusterDown": gauge("up", "10m", "critical", "1x5 0x60", "1x60",
                        [series("up", "1x9 0 1x60")]),
    "MusterNotWatched": Case("10m", "critical", {'up{job="node", instance="a"}': "1x60"},
                             [series("up", "1x60"), series("up", "0x60")]),
    "MusterRestarts": Case("1h", "critical",
                           series("process_start_time_seconds", "100x10 200x10 300x10 400x60"),
                           [series("process_start_time_seconds", "100x10 200x20 300x60"),
                            {'process_start_time_seconds{job="node", instance="a"}': "0+1x60"}]),
    "MusterOpenFiles": Case("10m", "warning",
                            merged(series("process_open_fds", "81x60"), series("process_max_fds", "100x60")),
                            [merged(series("process_open_fds", "80x60"), series("process_max_fds", "100x60")),
                             merged(series("process_open_fds", "10x6 95x60"),
                                    series("process_max_fds", "100x60"))]),
    "MusterNotAccepting": counted("muster_http_accept_failures_total", "critical", 0, 1),
    "MusterOutOfMemory": Case("30m", "critical",
                              series("muster_http_limit_hits_total", "0+1x60", limit="memory"),
                              [series("muster_http_limit_hits_total", "0+1x60", limit="rate_token"),
                               series("muster_http_limit_hits_total", "7x60", limit="memory")]),
    "MusterQueueNearLimit": Case("10m", "warning",
                                 merged(series("muster_intake_waiting", "600x60", traffic="calls"),
                                        series("muster_intake_limit", "1000x60", traffic="calls")),
                                 [merged(series("muster_intake_waiting", "500x60", traffic="calls"),
                                         series("muster_intake_limit", "1000x60", traffic="calls")),
                                  merged(series("muster_intake_waiting", "600x60", traffic="calls"),
                                         series("muster_intake_limit", "1000x60", traffic="signs"))]),
    "MusterQueueFull": counted("muster_intake_overloaded_total", "critical", 0, 3, traffic="desk"),
    "MusterSlow": Case("30m", "warning",
                       merged(series("muster_http_request_seconds_bucket", "0+9x60", endpoint="command", le="0.1"),
                              series("muster_http_request_seconds_bucket", "0+10x60", endpoint="command", le="0.25"),
                              series("muster_http_request_seconds_bucket", "0+10x60", endpoint="command", le="+Inf")),
                       [merged(series("muster_http_request_seconds_bucket", "0+10x60", endpoint="command", le="0.1"),
                               series("muster_http_request_seconds_bucket", "0+10x60", endpoint="command", le="+Inf")),
                        merged(series("muster_http_request_seconds_bucket", "0+1x60", endpoint="report", le="0.1"),
                               series("muster_http_request_seconds_bucket", "0+10x60", endpoint="report", le="+Inf")),
                        # Nobody asks for anything.
                        merged(series("muster_http_request_seconds_bucket", "4x60", endpoint="command", le="0.1"),
                               series("muster_http_request_seconds_bucket", "9x60", endpoint="command", le="+Inf"))]),
    "MusterServerErrors": Case("30m", "warning",
                               merged(series("muster_http_responses_total", "0+2x60", endpoint="command", status="5xx"),
                                      series("muster_http_responses_total", "0+1x60", endpoint="me", status="5xx")),
                               [series("muster_http_responses_total", "0+2x60", endpoint="command", status="5xx"),
                                series("muster_http_responses_total", "0+99x60", endpoint="command", status="4xx")]),
    "MusterFeedLosesConsoles": Case("30m", "warning",
                                    merged(series("muster_feed_closed_total", "0+0.4x60", code="4008"),
                                           series("muster_feed_closed_total", "0+0.4x60", code="4010")),
                                    [series("muster_feed_closed_total", "0+0.4x60", code="4008"),
                                     series("muster_feed_closed_total", "0+9x60", code="1000")]),
    "MusterFeedFull": Case("30m", "critical",
                           series("muster_feed_sockets_refused_total", "0+1x60", why="full"),
                           [series("muster_feed_sockets_refused_total", "0+1x60", why="origin"),
                            series("muster_feed_sockets_refused_total", "3x60", why="full")]),
    "MusterNobodyWatches": gauge("muster_feed_subscribers", "30m", "warning", "2x5 0x60", "1x60",
                                 [series("muster_feed_subscribers", "1x20 0x9 1x60")]),
    "MusterClockCorrected": gauge("muster_city_clock_ahead_seconds", "10m", "warning", "-3x60", "1.9x60",
                                  [series("muster_city_clock_ahead_seconds", "0x8 60 0x60")]),
    "MusterClockWrong": gauge("muster_system_time_seconds", "10m", "critical", "-6+60x60", "4+60x60"),

    # log.yml
    "MusterLogHeld": alarm("log_held", "critical"),
    "MusterHistoryDamaged": alarm("history_damaged", "critical"),
    "MusterHighWaterFailed": alarm("high_water_failed", "critical"),
    "MusterWalLarge": alarm("wal_large", "warning", "15m"),
    "MusterAuditFailed": alarm("audit_failed", "critical", "2m"),
    "MusterAuditLost": alarm("audit_lost", "warning"),
    "MusterAccessesChanged": alarm("accesses_changed", "critical"),
    "MusterAnchorsNotSent": alarm("anchors_not_sent", "warning"),
    "MusterReportsBehind": alarm("reports_behind", "warning", "5m"),
    "MusterOtherAlarm": Case("20m", "warning", series("muster_alarm", "1x60", name="a_new_one"),
                             [series("muster_alarm", "1x60", name="log_held")]),
    "MusterScrubStopped": Case("10h", "warning", series("muster_scrub_records_total", "9x700"),
                               [series("muster_scrub_records_total", "0x700"),
                                series("muster_scrub_records_total", "0+1x700"),
                                series("muster_scrub_records_total", "5x300 9x400")]),
    "MusterCheckpointsFail": counted("muster_log_checkpoints_failed_total", "critical", 0, 1),
    "MusterSnapshotOld": Case("30m", "warning",
                              merged(series("muster_log_committed_seq", "2101x60"),
                                     series("muster_snapshot_seq", "100x60"),
                                     series("muster_snapshot_every_records", "1000x60")),
                              [merged(series("muster_log_committed_seq", "2100x60"),
                                      series("muster_snapshot_seq", "100x60"),
                                      series("muster_snapshot_every_records", "1000x60")),
                               merged(series("muster_log_committed_seq", "9000x60"),
                                      series("muster_snapshot_seq", "100x60"),
                                      series("muster_snapshot_every_records", "0x60"))]),
    "MusterSnapshotFailed": counted("muster_snapshot_failures_total", "warning", 0, 1),
    # Time begins with 0: a backup of that moment, or none, is 28 hours old after 28 hours.
    "MusterBackupOld": gauge("muster_backup_time_seconds", "28h", "critical", "0x2000", "36000x2000",
                             [series("muster_backup_time_seconds", "0x1650 99000x400")]),
    "MusterBackupOffsiteOld": Case("50h", "critical",
                                   merged(series("muster_backup_offsite_time_seconds", "0x3100"),
                                          series("muster_backup_offsite_wanted", "1x3100")),
                                   [merged(series("muster_backup_offsite_time_seconds", "0x3100"),
                                           series("muster_backup_offsite_wanted", "0x3100")),
                                    merged(series("muster_backup_offsite_time_seconds", "36000x3100"),
                                           series("muster_backup_offsite_wanted", "1x3100")),
                                    merged(series("muster_backup_offsite_time_seconds", "0x2910 174600x400"),
                                           series("muster_backup_offsite_wanted", "1x3400"))]),
    "MusterDiskLow": Case("30m", "warning",
                          merged(series("muster_disk_free_bytes", "19e9x60"),
                                 series("muster_disk_size_bytes", "100e9x60")),
                          [merged(series("muster_disk_free_bytes", "20e9x60"),
                                  series("muster_disk_size_bytes", "100e9x60")),
                           merged(series("muster_disk_free_bytes", "50e9x20 9e9x8 50e9x60"),
                                  series("muster_disk_size_bytes", "100e9x60"))]),
    # 45 GB in four days are 7.8 MB a minute.
    "MusterDiskFillsUp": Case("8h", "warning",
                              merged(series("muster_disk_free_bytes", "49e9-9e6x600"),
                                     series("muster_disk_size_bytes", "100e9x600")),
                              [merged(series("muster_disk_free_bytes", "49e9-7e6x600"),
                                      series("muster_disk_size_bytes", "100e9x600")),
                               merged(series("muster_disk_free_bytes", "90e9-20e6x600"),
                                      series("muster_disk_size_bytes", "100e9x600"))]),
    "MusterDiskFull": gauge("muster_disk_free_bytes", "10m", "critical", "1e9x60", "1.1e9x60"),

    # desk.yml
    "MusterP0Waits": gauge("muster_desk_longest_wait_seconds", "5m", "critical", "0x2 60+60x60", "120x60",
                           [{"muster_desk_longest_wait_seconds{" + ID + ', class="P2"}': "9000x60"}],
                           **{"class": "P0"}),
    "MusterP1Waits": gauge("muster_desk_longest_wait_seconds", "10m", "critical", "0+60x60", "300x60",
                           [{"muster_desk_longest_wait_seconds{" + ID + ', class="P3"}': "9000x60"}],
                           **{"class": "P1"}),
    "MusterDeskLate": Case("30m", "warning",
                           merged(series("muster_desk_late", "10x60", **{"class": "P2"}),
                                  series("muster_desk_open", "20x60", **{"class": "P2"}),
                                  series("muster_desk_open", "10x60", **{"class": "P3"})),
                           [merged(series("muster_desk_late", "9x60", **{"class": "P2"}),
                                   series("muster_desk_open", "9x60", **{"class": "P2"})),
                            merged(series("muster_desk_late", "10x60", **{"class": "P2"}),
                                   series("muster_desk_open", "31x60", **{"class": "P2"}))]),
    "MusterDevicesSilent": Case("30m", "critical",
                                merged(series("muster_devices", "6x60", status="silent"),
                                       series("muster_devices", "50x60", status="active")),
                                [merged(series("muster_devices", "5x60", status="silent"),
                                        series("muster_devices", "50x60", status="active")),
                                 merged(series("muster_devices", "4x60", status="silent"),
                                        series("muster_devices", "4x60", status="active")),
                                 merged(series("muster_devices", "0x60", status="silent"),
                                        series("muster_devices", "0x60", status="active"))]),
    "MusterSignsStopped": Case("8h", "critical",
                               series("muster_intake_taken_total", "0+1x440 440x100", traffic="signs"),
                               [series("muster_intake_taken_total", "0+1x600", traffic="signs"),
                                series("muster_intake_taken_total", "0+0.1x440 44x100", traffic="signs"),
                                series("muster_intake_taken_total", "0+1x440 440x100", traffic="calls")]),
    "MusterUnknownDevices": gauge("muster_devices", "26h", "info", "11x2000", "10x2000",
                                  [series("muster_devices", "11x1300 0x15 11x700", status="unknown"),
                                   series("muster_devices", "99x2000", status="retired")],
                                  status="unknown"),

    # security.yml: per minute, so 10 minutes have ten times as many.
    "MusterFailedLogins": Case("30m", "warning",
                               series("muster_http_failed_logins_total", "0+4x60", kind="token"),
                               [series("muster_http_failed_logins_total", "0+2x60", kind="token"),
                                series("muster_http_failed_logins_total", "0+90x60", kind="nothing"),
                                merged(series("muster_http_failed_logins_total", "0+2x60", kind="token"),
                                       series("muster_http_failed_logins_total", "0+2x60", kind="push"))]),
    "MusterGuessing": Case("30m", "critical",
                           series("muster_http_limit_hits_total", "0+1x60", limit="rate_failures"),
                           [series("muster_http_limit_hits_total", "4x60", limit="rate_failures"),
                            series("muster_http_limit_hits_total", "0+1x60", limit="rate_token")]),
    "MusterDeviceLogins": Case("30m", "warning",
                               merged(series("muster_jt808_faults_total", "0+2x60", what="token"),
                                      series("muster_jt808_faults_total", "0+1x60", what="not_authenticated")),
                               [series("muster_sip_refused_total", "0+2x60", why="login"),
                                series("muster_sip_refused_total", "0+9x60", why="malformed"),
                                series("muster_jt808_faults_total", "0+9x60", what="checksum")]),
    "MusterStrangers": Case("3h", "warning", series("muster_dc09_strangers_total", "0+2x200"),
                            [series("muster_dc09_strangers_total", "0+1x200"),
                             series("muster_sip_refused_total", "0+9x200", why="busy")]),
    "MusterRefusedRights": counted("muster_http_refused_rights_total", "warning", 5, 6),
    "MusterFlood": Case("30m", "warning",
                        series("muster_http_limit_hits_total", "0+21x60", limit="rate_address"),
                        [series("muster_http_limit_hits_total", "0+20x60", limit="rate_address"),
                         series("muster_http_limit_hits_total", "0+99x60", limit="idle"),
                         series("muster_http_limit_hits_total", "0+99x60", limit="rate_failures")]),
    "MusterProxyNotTrusted": Case("60m", "warning",
                                  series("muster_http_forwarded_ignored_total", "0+7x90"),
                                  [series("muster_http_forwarded_ignored_total", "0+6x90"),
                                   series("muster_http_forwarded_ignored_total", "0x50 0+99x40")]),

    "MusterTlsFilesRefused": alarm("tls_files_refused", "warning"),
    "MusterTlsCertificateEnds": alarm("tls_certificate_ends", "warning"),
    "MusterTlsCertificateNotValid": alarm("tls_certificate_not_valid", "critical"),
    # adapters.yml
    "MusterBrokerLost": gauge("muster_mqtt_connected", "10m", "critical", "1x5 0x60", "1x60",
                              [series("muster_mqtt_connected", "1x9 0x60")]),
    "MusterExchangeLost": gauge("muster_pbx_live", "10m", "critical", "1x5 0x60", "1x60",
                                [series("muster_pbx_live", "1x9 0x60")]),
    "MusterRingsFail": Case("40m", "warning", series("muster_pbx_rings_left_total", "0+0.2x60"),
                            [series("muster_pbx_rings_left_total", "0+0.09x60"),
                             series("muster_pbx_rings_left_total", "40x60")]),
    "MusterOutboxFailing": gauge("muster_outbox_failing", "30m", "warning", "0x3 1x60", "0x60",
                                 [series("muster_outbox_failing", "0x20 1x40", channel="alerts")],
                                 channel="alerts"),
    "MusterOutboxOld": gauge("muster_outbox_oldest_seconds", "30m", "warning", "0+60x60", "900x60",
                             channel="alerts"),
    "MusterDeadLetters": Case("2h", "warning",
                              merged(series("muster_outbox_refused_total", "0x100 1x60", channel="alerts"),
                                     series("muster_outbox_given_up_total", "0x200", channel="alerts"),
                                     series("muster_outbox_crowded_out_total", "0x200", channel="alerts")),
                              [merged(series("muster_outbox_refused_total", "3x200", channel="alerts"),
                                      series("muster_outbox_given_up_total", "1x200", channel="alerts"),
                                      series("muster_outbox_crowded_out_total", "0x200", channel="alerts"))]),
    "MusterOutboxBook": counted("muster_outbox_book_failures_total", "critical", 0, 1),
}

# Ways that an alert can fire beside the first.
MORE_FIRES = {
    "MusterFlood": ["30m", series("muster_http_limit_hits_total", "0+21x60", limit="request_time")],
    "MusterDeviceLogins": ["30m", series("muster_sip_refused_total", "0+3x60", why="login")],
    "MusterClockCorrected": ["10m", series("muster_city_clock_ahead_seconds", "3x60")],
    "MusterClockWrong": ["10m", series("muster_system_time_seconds", "6+60x60")],
    "MusterBackupOld": ["40h", series("muster_backup_time_seconds", "36000x2500")],
}
for _why, _name in (("stranger", "muster_sip_refused_total"),
                    ("stranger", "muster_sip_connections_refused_total")):
    MORE_FIRES["MusterStrangers " + _name] = ["3h", series(_name, "0+2x200", why=_why)]
MORE_FIRES["MusterStrangers terminals"] = ["3h", series("muster_terminals_strangers_total", "0+2x200")]
MORE_FIRES["MusterStrangers jt808"] = ["3h", series("muster_jt808_limits_total", "0+2x200", limit="address")]
MORE_FIRES["MusterDeadLetters given up"] = ["2h", merged(
    series("muster_outbox_refused_total", "0x200", channel="a"),
    series("muster_outbox_given_up_total", "0x100 1x60", channel="a"),
    series("muster_outbox_crowded_out_total", "0x200", channel="a"))]
