/// Certificates and keys for tests, made for nothing else and trusted by nobody; they end in a hundred
/// years.
public enum TestCertificates {
    /// The authority that signed `anna` and, by way of an intermediate, `chained`.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCASygAwIBAgIUHQI/VBYPpxQD7v9d1KjW9b5DCREwCgYIKoZIzj0EAwIw
        IDEeMBwGA1UEAwwVSUJUb29sIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyODAyMzY1
        NFoYDzIxMjYxMTA0MDIzNjU0WjAgMR4wHAYDVQQDDBVJQlRvb2wgdGVzdCBhdXRo
        b3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARg+SOQG0YjXh2qS37oLt/Y
        MQdLrcC51013FZ6jWphOjJ2/vAGUifx4P2EbTvCo3cerCMNy4VI94ge7A3M+XnGy
        o0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQU
        PNqQgvxDg2su9y3KxuDWNSzm6t0wCgYIKoZIzj0EAwIDSQAwRgIhAP8VJv2whY+S
        J8b3VFaHooP/cplt7tzqryON6DGYY7npAiEAv8+0qgLI4UlDk1JMKrjLRYanss1+
        /2Azc+0SzHyQGzw=
        -----END CERTIFICATE-----
        """

    /// An authority nobody is told to trust.
    public static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBfjCCASSgAwIBAgIUSSZKGL9ZuxLewCQgkWaTR+FWFQIwCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRQW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTI4MDIzNjU0WhgP
        MjEyNjExMDQwMjM2NTRaMBwxGjAYBgNVBAMMEUFub3RoZXIgYXV0aG9yaXR5MFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbWB9SQayDBQVi1mMgwwGyKvThExe60q6
        wwiShBb1R4w8bvRAPQ1+yi/ZV/NETWZp4+8J3Dy5svWTjR8b7y1iWqNCMEAwDwYD
        VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFAKM/4cOrMqg
        MzdWmsAX4PeUjG4mMAoGCCqGSM49BAMCA0gAMEUCIHRWpU4DK8agnt3Su3yfDVwZ
        F1f0WUPJ2PZWkG/runcBAiEAsZzcDLhcmUywCy5JqK1rHHClVtnLHskMjlZWuaea
        tjA=
        -----END CERTIFICATE-----
        """

    /// A client certificate of `authority`, with its key: O=Clinic, CN=Anna.
    public static let anna = """
        -----BEGIN CERTIFICATE-----
        MIIBrTCCAVOgAwIBAgIIH3Q3wnrBDcMwCgYIKoZIzj0EAwIwIDEeMBwGA1UEAwwV
        SUJUb29sIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyODAyMzY1NFoYDzIxMjYxMTA0
        MDIzNjU0WjAgMQ8wDQYDVQQKDAZDbGluaWMxDTALBgNVBAMMBEFubmEwWTATBgcq
        hkjOPQIBBggqhkjOPQMBBwNCAATTgtS5CTZ0aQ2hYjZkkH0JJfRcnAmEVKdPK+KT
        H6zLlmCdfM3wZr5ntS1g3fqBezqAzJoiW/yPO6W1HpefGiF/o3UwczAMBgNVHRMB
        Af8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDAjAdBgNV
        HQ4EFgQURoUQOtdMVLsW9cqYD2ah6ns1VS4wHwYDVR0jBBgwFoAUPNqQgvxDg2su
        9y3KxuDWNSzm6t0wCgYIKoZIzj0EAwIDSAAwRQIgdVRzVYwYDWOVAXep2SHF+3/8
        le4AhSVI/DadjfpxyqQCIQDT9UDKpDx6V4Cfq8luAnyH/XEhJLhIr8gWZOX2SSpa
        6A==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQEZZwL5u78025/SY
        CzfW1CcEmXgxgV3Ic7pcTyc+2tmhRANCAATTgtS5CTZ0aQ2hYjZkkH0JJfRcnAmE
        VKdPK+KTH6zLlmCdfM3wZr5ntS1g3fqBezqAzJoiW/yPO6W1HpefGiF/
        -----END PRIVATE KEY-----
        """

    /// A client certificate of `otherAuthority`, with its key.
    public static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBsDCCAVagAwIBAgIIR8VO2wZKDwkwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwR
        QW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTI4MDIzNjU0WhgPMjEyNjExMDQwMjM2
        NTRaMCcxEjAQBgNVBAoMCUVsc2V3aGVyZTERMA8GA1UEAwwIU3RyYW5nZXIwWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAAStlUqqrKIWGRiKz3ZKOvBmXo3M9a9OehQa
        ycpKerZuj3iwVTYasSx2L1ipDOt5GyR/eosw7xuwwtS+jtbufK2jo3UwczAMBgNV
        HRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDAjAd
        BgNVHQ4EFgQUkWHq4ssKcAibjeIZvXPwGu8WqXYwHwYDVR0jBBgwFoAUAoz/hw6s
        yqAzN1aawBfg95SMbiYwCgYIKoZIzj0EAwIDSAAwRQIgJvxvREpmlhljktNQBBcu
        w68dr+Fqeq4/GoQsvMpT07gCIQD7zoSrhLX0Zg6J3HsqvY0f2oXHVsKJQf8nc+qB
        t3mofw==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBfVGSFM3TIkgOq+8
        yMDvkxUvvdPatTPIFQzAV7p0Qe2hRANCAAStlUqqrKIWGRiKz3ZKOvBmXo3M9a9O
        ehQaycpKerZuj3iwVTYasSx2L1ipDOt5GyR/eosw7xuwwtS+jtbufK2j
        -----END PRIVATE KEY-----
        """

    /// A server certificate for chain.example, its intermediate and its key.
    public static let chained = """
        -----BEGIN CERTIFICATE-----
        MIIBxTCCAWugAwIBAgIJALS/WQuKTrMwMAoGCCqGSM49BAMCMCMxITAfBgNVBAMM
        GElCVG9vbCB0ZXN0IGludGVybWVkaWF0ZTAgFw0yNjExMjgwMjM2NTVaGA8yMTI2
        MTEwNDAyMzY1NVowGDEWMBQGA1UEAwwNY2hhaW4uZXhhbXBsZTBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABMwdK0kNrI4pp4aSWlnk9NABACMHw7faKHZ0TvJ2bhYG
        nV/hyj2I7ajKVnaWhNHvRD1UPIpspSrLD+t1kidzm8mjgZAwgY0wDAYDVR0TAQH/
        BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwGAYDVR0R
        BBEwD4INY2hhaW4uZXhhbXBsZTAdBgNVHQ4EFgQU+Ky3ajo/JjhCOjZmbMO8HQvc
        DPkwHwYDVR0jBBgwFoAU6pZhQB5cTGS+aHL+7bA1FD+Et3QwCgYIKoZIzj0EAwID
        SAAwRQIhALi4qJn7vQs09qKi0Kno92bwytzKw4sY4YYO34YQ2r4XAiBsUUXbJ7f7
        4U/1ID8TG9RXLiFjgJh7WzmDpARwmGFi4Q==
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        MIIBnjCCAUWgAwIBAgIJAORDF7j07kgMMAoGCCqGSM49BAMCMCAxHjAcBgNVBAMM
        FUlCVG9vbCB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjgwMjM2NTRaGA8yMTI2MTEw
        NDAyMzY1NFowIzEhMB8GA1UEAwwYSUJUb29sIHRlc3QgaW50ZXJtZWRpYXRlMFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAET+A+aFNB3nSTQyFNDjfQkwYgtifVJysd
        pLC83Jd3f2vVcN5aqugRBAeR+LSrpRw4TQD9W0+51UCNTyQSl3yimqNjMGEwDwYD
        VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFOqWYUAeXExk
        vmhy/u2wNRQ/hLd0MB8GA1UdIwQYMBaAFDzakIL8Q4NrLvctysbg1jUs5urdMAoG
        CCqGSM49BAMCA0cAMEQCIH7mvrtBNEflUKiuhglG/4IaFwT3vrkBNI8Qh9IS3GeO
        AiBx6geWNXFR6dYzE3YzPFl7XCW/oftHb4ROko4XSdU1wg==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgE5AvS+9WB7n0fl1J
        1/uQ2YOKfdoW8a8Xu+Vys79a67OhRANCAATMHStJDayOKaeGklpZ5PTQAQAjB8O3
        2ih2dE7ydm4WBp1f4co9iO2oylZ2loTR70Q9VDyKbKUqyw/rdZInc5vJ
        -----END PRIVATE KEY-----
        """

    /// A server certificate over RSA with 1024 bits, with its key.
    public static let weak = """
        -----BEGIN CERTIFICATE-----
        MIICJzCCAZCgAwIBAgIUA7RX9wXa4/pwZQwd5qNBsCZn9SgwDQYJKoZIhvcNAQEL
        BQAwFzEVMBMGA1UEAwwMd2Vhay5leGFtcGxlMCAXDTI2MTEyODAyMzY1NVoYDzIx
        MjYxMTA0MDIzNjU1WjAXMRUwEwYDVQQDDAx3ZWFrLmV4YW1wbGUwgZ8wDQYJKoZI
        hvcNAQEBBQADgY0AMIGJAoGBALP7uxUF18P302/HWmxU0C05c7g8De+xG65cjcuI
        4RM8hS+lqyXzD75JhASdGdR0FYyp6lbdWauj8FOavgGZRTy6diAcFk8yJfyofX4q
        HoZcFUJTLpeDS7s+lszbBVM0KFSaocw6YKJ1Kxhxkhrfx1ydqAPqvfBSQaznR26x
        2bUHAgMBAAGjbjBsMAwGA1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQDAgeAMBMGA1Ud
        JQQMMAoGCCsGAQUFBwMBMBgGA1UdEQQRMA+CDWNoYWluLmV4YW1wbGUwHQYDVR0O
        BBYEFFiP4R+TCFWD3nz06wrcbdtC3MV3MA0GCSqGSIb3DQEBCwUAA4GBAHV7/XmU
        D7nOVHawCR1i6frG6Lfl0v5J1jh5drt+5tcVVtVXEv8o/ItjMQ7D19KAYF317zk1
        4bOhl5nS61L+glRrDsOtcDgr5ZjVU+MC2E7jFxd6WjY9hxbOhBs9sjMFMfQVZowG
        uDHUJztDNdXTUrMm/gclE5qJcik4ULeFcY5T
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALP7uxUF18P302/H
        WmxU0C05c7g8De+xG65cjcuI4RM8hS+lqyXzD75JhASdGdR0FYyp6lbdWauj8FOa
        vgGZRTy6diAcFk8yJfyofX4qHoZcFUJTLpeDS7s+lszbBVM0KFSaocw6YKJ1Kxhx
        khrfx1ydqAPqvfBSQaznR26x2bUHAgMBAAECgYBr3l0blmrganFwNrx83L//usUe
        D/ASTcVXVOUurRSoIMd57QKMNgajdxAGa9mFOSWJLnTiJruNYS2yDbX+40tYvuMP
        VWzzXBLgBcGaitqezjqg78prXqUHS/iA3PeReYQ92KMDX/RHnp20lm9EhXE3WvGX
        xOH1d7r1a4bQHuxI0QJBANeu9q1AWKi8CabtmoMj0GY7MXCXnyWGSeoUXvM5kj4D
        wA4fz54hannNiLtrC0lwoOJZ94AIpInjYjvvIq1rRe0CQQDVoGtmwIckwPw3ypJ6
        giZOU3S7kPdlDi4TFjEgF65xvs4OCKd7zesyvmfcm40PcDZNKd71rd0WzIK0cShU
        EwhDAkAfMGDhes2XUOHAbtmKHzKypdqnYnWUEpA7tkhouamJKDeskzMNtd1U0cD1
        ASy3qP7K3KGqtRU+D1CURCdqlnmdAkA0sFBNE4dBhWevywK9vIP+JY9RA7xA7HJo
        urx7EdwwqcLgqznDy1ILPfMX8jWkbSS3e3BGYA97pA1Iu/AabGdJAkEAtX2qh+VX
        1w+BBWlq6/dhMwYwxRls5+zS6Qnn7oFI3rAfMCrL8s/EnBXpVc0yXew7qttnjexV
        /tU2ZSNrCWIl1g==
        -----END PRIVATE KEY-----
        """

    /// The key of `anna` under a passphrase.
    public static let lockedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjQe2D5nKlhiAICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEHTh11i/lX8r7t/i2c5PtToEgZD5
        VJjDhb0GzAuSjYIf7lj2up600g2r1sXyamxomkGwREwnDfTiYzSvAhYHa3dO6iJf
        BIPPgsopQYjyVFxAcP2RpFwBgT3Lz5fSLQYz4y8U+bz8+Lfi0/qtxi7LwT/LzaPe
        ySCtjyp3FRyQgv1sluMXFVvbEdB76kCMvksKY9KWZqeArnCdg+uSpXVRed3qYfw=
        -----END ENCRYPTED PRIVATE KEY-----
        """
}
