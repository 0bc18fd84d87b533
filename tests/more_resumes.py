"""Five further invented résumés, written after the reading rules were and labelled before they were first read.

Other trades, and other habits: dates before the job, prose instead of items, several jobs at one employer, grouped skills,
headings with colons or in capitals. Their first reading is the one that says how well strangers' résumés are read.
"""

# ruff: noqa: E501 - a résumé line reads best as one line
from tests.made_resumes import MadeResume

MORE_RESUMES = [
    MadeResume(
        "Josephine Marsh",
        "RGN, Band 6 Sister, Acute Medicine",
        [
            (
                "PERSONAL STATEMENT",
                [
                    "Registered nurse with nine years on acute wards. I like a calm handover and a tidy drug trolley.",
                ],
            ),
            (
                "NURSING EMPLOYMENT",
                [
                    "2021 – present   Junior Sister, Acute Medical Unit, St Brannock's Hospital",
                    "Lead a team of eight on a 28-bedded admissions unit. Triage of GP referrals, IV therapy, cannulation and venepuncture. Link nurse for tissue viability and for infection prevention.",
                    "2017 – 2021   Staff Nurse, Respiratory Ward, St Brannock's Hospital",
                    "Non-invasive ventilation, tracheostomy care and discharge planning for patients with COPD. Mentored four students through their placements.",
                    "2015 – 2017   Healthcare Assistant, Meadow View Nursing Home",
                    "Personal care, feeding and manual handling; dementia care.",
                ],
            ),
            ("VOLUNTEERING", ["St John Ambulance, 2019 – 2022: first aid at concerts and two marathons"]),
        ],
        [
            (
                "REGISTRATION & TRAINING",
                [
                    "NMC registration, adult nursing",
                    "Immediate Life Support (ILS), 2024",
                    "Mentorship in practice, 2019",
                    "BSc (Hons) Adult Nursing, University of Plymouth, 2017",
                ],
            ),
            ("CLINICAL SKILLS", ["ECG, catheterisation, SystmOne, NEWS2 scoring, safeguarding adults"]),
            ("OTHER", ["Full UK driving licence"]),
        ],
        {
            "rn_license": "listed", "nmc_registration": "course", "team_management": "work", "triage": "work",
            "iv_therapy": "work", "phlebotomy": "work", "infection_control": "work", "tracheostomy_care": "work",
            "discharge_planning": "work", "mentoring": "work", "personal_care": "work", "moving_and_handling": "work",
            "dementia_care": "work", "first_aid": "project", "bachelor_degree": "course", "nursing": "course",
            "ekg": "listed", "catheter_care": "listed", "emis_web": "listed", "safeguarding": "listed",
            "driving_licence": "listed",
        },
    ),
    MadeResume(
        "Dwayne Carter",
        "Warehouse operative",
        [
            (
                "Summary of qualifications",
                [
                    "Dependable warehouse worker, five years, perfect attendance. Lifts 50 lbs all day. Bilingual in English and Spanish.",
                ],
            ),
            (
                "Work Experience:",
                [
                    "Granite Distribution Center - Dayton, OH",
                    "Order Picker / Forklift Operator (08/2021 to Current)",
                    "* Operate stand-up forklift, reach truck and pallet jack",
                    "* Pick 140 lines an hour using an RF scanner; cycle counts every Friday",
                    "* Load and unload trailers, check bills of lading",
                    "Sunny Peach Foods - Dayton, OH",
                    "General Labor (03/2019 to 07/2021)",
                    "* Packed cartons on the line and kept the floor to 5S",
                    "* Cold storage, food safety checks under HACCP",
                ],
            ),
        ],
        [
            ("Certifications:", ["OSHA 10, 2022", "Forklift certification (sit-down and reach), renewed 2024"]),
            ("Skills:", ["Inventory control", "Microsoft Office", "Palletizing and shrink wrapping", "Team player"]),
            ("Education:", ["High school diploma, Belmont High, 2018"]),
        ],
        {
            "english_language": "listed", "spanish_language": "listed", "forklift": "work", "reach_truck": "work",
            "pallet_jack": "work", "order_picking": "work", "rf_scanners": "work", "cycle_counting": "work",
            "loading_and_unloading": "work", "n5s": "work", "food_safety": "work", "haccp": "work",
            "osha_10": "course", "forklift_licence": "course", "inventory_management": "listed",
            "microsoft_office": "listed", "palletizing": "listed", "teamwork": "listed",
            "high_school_diploma": "course", "warehousing": "work", "shipping_documents": "work", "goods_packing": "work",
        },
    ),
    MadeResume(
        "Siobhan Reilly",
        "Teacher of Mathematics",
        [
            (
                "Employment",
                [
                    "Second in Department (Mathematics)",
                    "Ashdown Academy, Brighton",
                    "September 2020 to date",
                    "I teach GCSE and A level mathematics to classes of up to 32 and run the department's curriculum development for Key Stage 3. I lead the tracking of assessment data in SIMS and Excel and report to governors each term.",
                    "Teacher of Mathematics",
                    "Priory School, Lewes",
                    "September 2014 to August 2020",
                    "Form tutor for six years; differentiated lessons for pupils with dyslexia and ADHD; behaviour management in a school with a large SEN intake. Built a bank of online quizzes in Google Forms.",
                ],
            ),
            (
                "Interests and voluntary work",
                ["Code Club leader at the town library since 2018 (Scratch and Python for 9 to 11 year olds)"],
            ),
        ],
        [
            (
                "Qualifications",
                [
                    "PGCE Secondary Mathematics, University of Sussex, 2014",
                    "BSc Mathematics, 2:1, University of Leeds, 2013",
                    "Level 2 safeguarding, 2023",
                ],
            ),
            ("Skills and languages", ["Public speaking, Microsoft Teams, Irish (native), French (conversational)"]),
            ("Professional goals", ["I hope to learn R for the new statistics course."]),
        ],
        {
            "mathematics": "work", "teaching": "work", "curriculum_development": "work", "excel": "work",
            "differentiated_instruction": "work", "classroom_management": "work", "special_education": "work",
            "python": "project", "scratch_programming": "project", "teaching_licence": "course",
            "bachelor_degree": "course", "safeguarding": "course", "presentation_skills": "listed",
            "microsoft_teams": "listed", "irish_language": "listed", "french_language": "listed", "r": "wanted",
        },
    ),
    MadeResume(
        "Kwame Mensah",
        "Management Accountant (ACCA)",
        [
            (
                "CAREER SUMMARY",
                [
                    "HALDANE FOODS PLC, Leicester                                   2016 – Present",
                    "Management Accountant                                   Jan 2020 – Present",
                    "• Month-end close in five days; variance analysis for four factories",
                    "• Cash flow forecasting and budgeting with site managers, £38m cost base",
                    "• Replaced eleven spreadsheets with Power BI; pivot tables and VBA macros where that would not do",
                    "Assistant Accountant                                   2016 – Dec 2019",
                    "• Balance sheet reconciliations, fixed assets and accruals in SAP",
                    "• Prepared VAT returns and supported the external audit",
                    "BRIGHTWELL & CO, chartered accountants                                   2013 – 2016",
                    "Audit Trainee",
                    "• Bookkeeping and statutory accounts for small firms under FRS 102, in Sage and Xero",
                ],
            ),
            ("TRUSTEE ROLES", ["Treasurer, Eastfield Community Centre, 2018 – Present: grant applications and charity accounts"]),
        ],
        [
            ("PROFESSIONAL QUALIFICATIONS", ["ACCA, qualified 2019", "AAT Level 4, 2015"]),
            (
                "IT SKILLS",
                [
                    "ERP: SAP, Microsoft Dynamics",
                    "Analysis: Excel (advanced), Power BI, SQL (basic)",
                ],
            ),
            ("KEY STRENGTHS", ["Stakeholder management", "Attention to detail"]),
        ],
        {
            "month_end_close": "work", "variance_analysis": "work", "cash_flow_management": "work",
            "budgeting": "work", "power_bi": "work", "pivot_tables": "work", "vba": "work", "excel": "listed",
            "reconciliation": "work", "fixed_assets": "work", "accruals": "work", "sap": "work", "vat": "work",
            "external_audit": "work", "bookkeeping": "work", "statutory_accounts": "work", "sage_accounting": "work",
            "xero": "work", "grant_writing": "project", "acca": "course", "aat_qualification": "course",
            "dynamics_365": "listed", "sql": "listed", "stakeholder_management": "listed",
            "attention_to_detail": "listed", "auditing": "work",
        },
    ),
    MadeResume(
        "Mick Dolan",
        "Approved Electrician, JIB Gold Card",
        [
            (
                "About",
                ["Time-served sparks, twelve years on the tools. Own van, own test kit."],
            ),
            (
                "Trade experience",
                [
                    "Self-employed electrician | Jun 2019 - now",
                    "- Domestic rewires, consumer unit changes and fault finding",
                    "- Inspection and testing, EICRs for two letting agents",
                    "- EV charger and solar PV installation since 2022",
                    "Maintenance Electrician | Coldharbour Bakery | Apr 2014 - May 2019",
                    "- Planned preventive maintenance on ovens, conveyors and three phase motors",
                    "- PLC fault finding (Siemens S7), inverters and control panels",
                    "- Shadowed the refrigeration engineers",
                    "Apprentice | Volt & Sons | 2010 - 2014",
                    "- Conduit, trunking and cable tray on commercial sites; read wiring diagrams",
                ],
            ),
            ("Helping out", ["Volunteer at the Repair Café, 2021 - now: PAT testing and soldering"]),
        ],
        [
            (
                "Tickets & training",
                [
                    "18th Edition (BS 7671), 2022",
                    "City & Guilds 2391 inspection and testing, 2018",
                    "ECS card; IPAF; asbestos awareness",
                    "NVQ Level 3 Electrical Installation, 2014",
                    "First aid at work, 2023",
                ],
            ),
            ("Also", ["Driving licence, clean", "AutoCAD Electrical, used a little"]),
        ],
        {
            "electrical_installation": "course", "fault_finding": "work", "solar_panel_installation": "work",
            "preventive_maintenance": "work", "conveyors": "work", "plc": "work", "siemens_plc": "work",
            "refrigeration": "shadowed", "soldering": "project", "n18th_edition": "course", "nvq_level_3": "course",
            "first_aid": "course", "ipaf": "course", "driving_licence": "listed", "autocad": "listed",
            "electrical_testing": "work", "control_panels": "work", "ecs_card": "course", "city_and_guilds": "course",
        },
    ),
]  # fmt: skip
